"""Workers that compute for long come last: the kernel runs them when nothing else wants their core.

A priority alone does not do that. Under `nice 19` a woken process may wait until the slice of the worker is
over. A worker with the policy SCHED_IDLE gives way at once. It does not have it from the start, as it would
hardly start on a busy machine. Both count inside a session only, where each session is scheduled as a group
(autogroup): so workers stay in the session of their fork server.
"""

import contextlib
import os
import time
from pathlib import Path

BUSY_SECONDS = 0.05
"""Processor time at once after which a worker comes last. A start takes 0.005 s, a message below 0.001 s."""
BUSY_RATE = 0.1
"""Share of one processor that a worker may use all the time: seconds of processor time a second."""
CHECK_SECONDS = 0.02


_NICE = 19


class IdleWhenBusy:
    """Watches the workers of one fork server that are in use. Linux only; elsewhere nothing happens."""

    def __init__(self) -> None:
        self._limits: dict[int, float] = {}
        """{process id: processor seconds at the limit, minus `BUSY_RATE` times the clock when it was set}."""

    def watch(self, pid: int) -> None:
        """Watch a worker from now on, when it begins to be used."""
        with contextlib.suppress(OSError):
            self._limits[pid] = _cpu_seconds(pid) + BUSY_SECONDS - BUSY_RATE * time.monotonic()

    def forget(self, pid: int) -> None:
        """Watch the worker no longer, as it is dead."""
        self._limits.pop(pid, None)

    def seconds_to_check(self) -> float | None:
        """Seconds until `check` must be called; None while there is no worker to watch."""
        return CHECK_SECONDS if self._limits else None

    def check(self) -> None:
        """Let workers come last that have used more than their time."""
        for pid, limit in list(self._limits.items()):
            with contextlib.suppress(OSError):
                if _cpu_seconds(pid) > limit + BUSY_RATE * time.monotonic():
                    self.forget(pid)
                    _come_last(pid)


def _cpu_seconds(pid: int) -> float:
    """Processor time of the process: its clock has the number that clock_getcpuclockid(3) computes."""
    return time.clock_gettime((~pid << 3) | 2)


def _come_last(pid: int) -> None:
    """Set the policy SCHED_IDLE for each thread of the process, as it belongs to a thread."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.setpriority(os.PRIO_PROCESS, int(task.name), _NICE)
        os.sched_setscheduler(int(task.name), os.SCHED_IDLE, os.sched_param(0))
