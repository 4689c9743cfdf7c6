"""Whether a file is valid Python: a sandboxed worker parses it, since a file can crash Python's parser."""

import atexit
import threading
from collections.abc import Mapping

from live_demo.sandbox.output import NOT_LOADED
from live_demo.sandbox.probe import Probes
from live_demo.workers.client import NoWorkerError

_lock = threading.Lock()
_probes: Probes | None = None
_LIMITS = {"seconds": 5, "cpu_seconds": 1, "memory_bytes": 64 << 20}


def fault_in(files: Mapping[str, str]) -> tuple[str, int | None] | None:
    """(syntax error, line number or None) of the files; None if they compile or it is unknown. Blocks."""
    with _lock:
        for _ in range(2):  # the fork server ends after some hundred workers
            try:
                return _ask(files)
            except (OSError, EOFError, NoWorkerError):
                _forget()
    return None


def _ask(files: Mapping[str, str]) -> tuple[str, int | None] | None:
    global _probes
    if _probes is None:
        _probes = Probes().__enter__()
    points = _probes.points_of(files, _LIMITS)
    details = next((point["locals"] for point in points if point.get("event") == NOT_LOADED), None)
    return (details["why"], int(details["line"]) if details.get("line") else None) if details else None


@atexit.register
def _forget() -> None:
    global _probes
    if _probes is not None:
        _probes.__exit__()
    _probes = None
