"""The fork server: a small clean process that forks off workers, limits them, and reports how each ended.

It has no database, no key, and no connection but the one to the serving process. When that one is closed, it
kills every worker and ends. As workers are forked, they share most of its memory: a worker was measured to
have 2.3 MB of its own.

It is started as `python -m live_demo.workers.fork_server FD`, with the descriptor of that connection. It
reads one JSON object a line: {"spawn": {limits}} along with a socket for the worker, {"kill": pid}, and
{"used": pid, "seconds": n} for a worker that was kept ready, whose time begins then. It
writes {"spawned": pid} and {"exited": pid, "status": code, "overdue": bool}; a negative status is the number
of a signal, and a worker is overdue that was killed after its `seconds`.
"""

import asyncio
import contextlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, Protocol

Work = Callable[[int, dict[str, int]], None]
"""Work of a worker: called with its connection's descriptor and its limits, which always have `seconds`."""


class Watch(Protocol):
    """What a fork server does with its workers while they are used, as `live_demo.sandbox.idle` does."""

    def watch(self, pid: int) -> None: ...

    def forget(self, pid: int) -> None: ...

    def seconds_to_check(self) -> float | None: ...

    def check(self) -> None: ...


def main(descriptor: int) -> None:
    """Serve over the connection with that file descriptor, until it is closed."""
    from live_demo.workers.process import preload

    preload()  # before it gives way: the first run of a what-if waits for it
    lower_priority()
    ForkServer(socket.socket(fileno=descriptor), _work).serve()


class ForkServer:
    """Spawns, kills and reaps workers, as the other end of `control` asks. Each worker does `work`.

    After `max_workers` it ends as soon as the last of them has. `watch` is told which of them are used.
    """

    def __init__(
        self, control: socket.socket, work: Work, max_workers: int | None = None, watch: Watch | None = None
    ) -> None:
        self._control = control
        self._work = work
        self._left = max_workers
        self._watch = watch
        self._workers: set[int] = set()
        self._deadlines: dict[int, float] = {}
        self._overdue: set[int] = set()
        self._text = b""
        self._sockets: list[int] = []
        # SIGCHLD makes `_woken` readable, so that `select` returns as soon as a worker dies.
        self._woken, waking = socket.socketpair()
        for each in (self._woken, waking):
            each.setblocking(False)
        self._waking = waking
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the serving process decides when to end

    def serve(self) -> None:
        """Handle requests and deaths until the serving process is gone; then kill every worker."""
        try:
            while self._wait() and (self._left != 0 or self._workers):
                pass
        finally:
            signal.set_wakeup_fd(-1)  # the workers die after the sockets are gone
            for pid in self._workers:
                os.kill(pid, signal.SIGKILL)

    def _wait(self) -> bool:
        """Wait for requests or deaths, and handle them. Returns False when the serving process is gone."""
        ready, _, _ = select.select([self._control, self._woken], [], [], self._seconds_to_wait())
        self._kill_overdue()
        if self._watch:
            self._watch.check()
        if self._woken in ready:
            with contextlib.suppress(BlockingIOError):
                self._woken.recv(4096)
            self._reap()
        if self._control not in ready:
            return True
        try:
            data, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 16)
        except ConnectionError:
            return False
        self._sockets += descriptors
        *lines, self._text = (self._text + data).split(b"\n")
        for line in lines:
            self._handle(json.loads(line))
        return bool(data)

    def _handle(self, message: dict[str, Any]) -> None:
        if "spawn" in message:
            self._spawn(self._sockets.pop(0), message["spawn"])
        elif "used" in message:
            if message["used"] in self._workers:
                self._deadlines[message["used"]] = time.monotonic() + message["seconds"]
                if self._watch:
                    self._watch.watch(message["used"])
        elif message["kill"] in self._workers:  # not yet reaped, so the id is still this worker's
            os.kill(message["kill"], signal.SIGKILL)

    def _spawn(self, descriptor: int, limits: dict[str, int]) -> None:
        pid = os.fork()
        if pid:
            os.close(descriptor)
            self._workers.add(pid)
            self._deadlines[pid] = time.monotonic() + limits["seconds"]
            self._left = self._left and self._left - 1
            self._report({"spawned": pid})
            return
        status = 1
        try:
            self._close_inherited()
            self._work(descriptor, limits)
            status = 0
        finally:
            os._exit(status)

    def _seconds_to_wait(self) -> float | None:
        waits = [deadline - time.monotonic() for deadline in self._deadlines.values()]
        if self._watch and (seconds := self._watch.seconds_to_check()):
            waits.append(seconds)
        return max(0.0, min(waits)) if waits else None

    def _kill_overdue(self) -> None:
        """Kill workers whose time is over. It is measured here, where a worker's code cannot change it."""
        now = time.monotonic()
        for pid in [pid for pid, deadline in self._deadlines.items() if deadline <= now]:
            del self._deadlines[pid]
            self._overdue.add(pid)
            os.kill(pid, signal.SIGKILL)

    def _close_inherited(self) -> None:
        """Give up, in the worker, the descriptors and signal handlers that only the fork server needs."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in (self._control, self._woken, self._waking):
            each.close()
        for descriptor in self._sockets:
            os.close(descriptor)

    def _reap(self) -> None:
        for pid in list(self._workers):
            dead, status = os.waitpid(pid, os.WNOHANG)
            if dead:
                self._workers.discard(pid)
                self._deadlines.pop(pid, None)
                if self._watch:
                    self._watch.forget(pid)
                code, overdue = os.waitstatus_to_exitcode(status), pid in self._overdue
                self._overdue.discard(pid)
                self._report({"exited": pid, "status": code, "overdue": overdue})

    def _report(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # the serving process is gone, as the next read will show
            self._control.sendall(json.dumps(message).encode() + b"\n")


def lower_priority(by: int = 10) -> None:
    """Let the serving process go first: this process and its workers run with low priority, in batches."""
    os.nice(by)
    with contextlib.suppress(AttributeError, OSError):  # Linux only
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def limit_leniently(*, cpu_seconds: int, memory_bytes: int) -> None:
    """Limit this process: seconds that it computes, bytes of data, open files.

    A limit that the system does not have is left out.
    """
    for kind, value in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def _work(descriptor: int, limits: dict[str, int]) -> None:
    from live_demo.workers.process import work

    limit_leniently(cpu_seconds=limits["cpu_seconds"], memory_bytes=limits["memory_bytes"])
    with contextlib.suppress(ConnectionError), socket.socket(fileno=descriptor) as connection:
        asyncio.run(work(connection))


if __name__ == "__main__":
    main(int(sys.argv[1]))
