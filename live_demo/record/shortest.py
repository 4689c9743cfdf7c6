"""Runs each script several times and keeps the shortest run, as other load disturbed that one least."""

from collections.abc import Mapping

from live_demo.record.server import Recorded, Script, record


def record_shortest(scripts: Mapping[str, Script], runs: int) -> dict[str, Recorded]:
    """Run each script `runs` times, as `record` does; returns the shortest of those that came to their end.

    Where none did, it is the first.
    """
    names = {f"{number} {name}": name for number in range(runs) for name in scripts}
    kept: dict[str, Recorded] = {}
    for again, run in record({again: scripts[name] for again, name in names.items()}).items():
        name = names[again]
        if name not in kept or _length(run) < _length(kept[name]):
            kept[name] = run
    return kept


def _length(run: Recorded) -> tuple[bool, int]:
    """(whether the run broke off, microseconds until its last point), to be compared."""
    return bool(run.fault), run.points[-1].at if run.points else 0
