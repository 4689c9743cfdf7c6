"""Runs each script several times and keeps the shortest run, as other load disturbed that one least."""

from collections.abc import Mapping

from live_demo.record.server import Recorded, Script, record


def record_shortest(scripts: Mapping[str, Script], runs: int) -> dict[str, Recorded]:
    """Run each script `runs` times, as `record` does; returns the shortest of those that came to their end.

    Where none did, it is the first: the time of a run that broke off says nothing of it.
    """
    names = {f"{number} {name}": name for number in range(runs) for name in scripts}
    kept: dict[str, Recorded] = {}
    for again, run in record({again: scripts[name] for again, name in names.items()}).items():
        name = names[again]
        if name not in kept or _is_better(run, kept[name]):
            kept[name] = run
    return kept


def _is_better(run: Recorded, kept: Recorded) -> bool:
    """Whether `run`, which came later, takes the place of `kept`."""
    if run.fault:
        return False
    return bool(kept.fault) or _length(run) < _length(kept)


def _length(run: Recorded) -> int:
    """Microseconds until the last point."""
    return run.points[-1].at if run.points else 0
