"""The fork server: a small clean process that forks off workers, limits them, and tells how each ended.

It holds no database, no key and no other connection than the one to the serving process. When that goes,
it kills every worker and ends. A worker is forked, not started anew: measured, it has 2.3 MB of its own and
shares the rest.

Started as `python -m live_demo.workers.fork_server FD`. It reads one JSON object a line: {"spawn": {limits}}
along with a socket, and {"kill": pid}. It writes {"spawned": pid} and {"exited": pid, "status": code}; a
status below zero is the number of a signal.
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
from typing import Any


def main(descriptor: int) -> None:
    from live_demo.workers.process import preload

    give_way()
    preload()
    ForkServer(socket.socket(fileno=descriptor)).serve()


class ForkServer:
    """The workers that are alive, by their process ids."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._workers: set[int] = set()
        self._text = b""
        self._sockets: list[int] = []
        # A signal makes one of these two readable, so that a death is noticed at once.
        self._woken, waking = socket.socketpair()
        for each in (self._woken, waking):
            each.setblocking(False)
        self._waking = waking
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the serving process decides when it is over

    def serve(self) -> None:
        try:
            while self._turn():
                pass
        finally:
            for pid in self._workers:
                os.kill(pid, signal.SIGKILL)

    def _turn(self) -> bool:
        """Wait for something, and do it; False when the serving process is gone."""
        ready, _, _ = select.select([self._control, self._woken], [], [])
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
            self._obey(json.loads(line))
        return bool(data)

    def _obey(self, message: dict[str, Any]) -> None:
        if "spawn" in message:
            self._spawn(self._sockets.pop(0), message["spawn"])
        elif message["kill"] in self._workers:  # not yet reaped, so the id is still this worker's
            os.kill(message["kill"], signal.SIGKILL)

    def _spawn(self, descriptor: int, limits: dict[str, int]) -> None:
        pid = os.fork()
        if pid:
            os.close(descriptor)
            self._workers.add(pid)
            self._tell({"spawned": pid})
            return
        status = 1
        try:
            self._forget()
            limit(**limits)
            _work(descriptor)
            status = 0
        finally:
            os._exit(status)

    def _forget(self) -> None:
        """In the worker: what belongs to the fork server alone."""
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
                self._tell({"exited": pid, "status": os.waitstatus_to_exitcode(status)})

    def _tell(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # the serving process is going; the next read says so
            self._control.sendall(json.dumps(message).encode() + b"\n")


def give_way() -> None:
    """This process and all workers after it wait for whoever serves, and interrupt nobody."""
    os.nice(10)
    with contextlib.suppress(AttributeError, OSError):  # Linux only
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def limit(*, seconds: int, cpu_seconds: int, memory_bytes: int) -> None:
    """Bound this process: how long it lives, its processor time, its memory, its files."""
    signal.alarm(seconds)  # nobody handles it: it ends the process, in a line that blocks, too
    for kind, value in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that has no such limit
            resource.setrlimit(kind, (value, value))


def _work(descriptor: int) -> None:
    from live_demo.workers.process import work

    with contextlib.suppress(ConnectionError), socket.socket(fileno=descriptor) as connection:
        asyncio.run(work(connection))


if __name__ == "__main__":
    main(int(sys.argv[1]))
