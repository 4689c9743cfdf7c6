"""What a sandboxed worker may use: processor time, memory, descriptors. The kernel keeps these limits."""

import contextlib
import resource
from pathlib import Path

MAX_WORKERS = 500
"""How many workers one fork server forks. It ends after the last of them."""
_OPTIONAL = ("MSGQUEUE", "NICE", "RTPRIO", "SIGPENDING")
"""Limits of what the filter refuses anyway; gVisor does not have them."""


def limit_or_raise(*, cpu_seconds: int, memory_bytes: int, descriptors: int = 16) -> None:
    """Limit this process for good: `memory_bytes` beyond what it has now. Raises `OSError` or `ValueError`.

    No file can be written, no memory locked, and no core is left.
    """
    address_space = _bytes_now() + memory_bytes
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))  # SIGXCPU says why, then SIGKILL
    _set(resource.RLIMIT_AS, address_space)
    _set(resource.RLIMIT_DATA, address_space)
    _set(resource.RLIMIT_NOFILE, descriptors)
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_MEMLOCK):
        _set(kind, 0)
    for name in _OPTIONAL:
        with contextlib.suppress(ValueError, OSError, AttributeError):
            _set(getattr(resource, f"RLIMIT_{name}"), 0)


def _bytes_now() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _set(kind: int, value: int) -> None:
    resource.setrlimit(kind, (value, value))
