"""Several runs of each script, of which the shortest is kept: what else the machine did shows least in it."""

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
    """Microseconds until the last point; what broke off is longer than everything."""
    return bool(run.fault), run.points[-1].at if run.points else 0
