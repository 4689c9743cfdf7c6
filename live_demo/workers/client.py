"""The serving process's end of the fork server: asks for workers, and is told how each of them ended."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from typing import Any

from django.conf import settings

SPAWN_SECONDS = 20
"""How long a worker is waited for. A fork server that takes longer is given up."""
REPORT_SECONDS = 10
"""How long the fork server may take to tell how a dead worker ended."""


class NoWorkerError(Exception):
    """Every place for a worker is taken, or no worker could be started. The message says which."""


Connected = tuple[socket.socket, "subprocess.Popen[bytes] | None"]
"""The connection to a fork server, and its process where this one has started it."""


class ForkServerClient:
    """Connects to the fork server with the first worker, and again with the next one if it has died.

    `connect` may block; it starts a fork server of what-ifs if not given.
    """

    def __init__(self, connect: "Callable[[], Connected] | None" = None) -> None:
        self._connect = connect or _started
        self._process: subprocess.Popen[bytes] | None = None  # kept, so that it is reaped after its death
        self._control: socket.socket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting = asyncio.Lock()
        self._spawning: deque[asyncio.Future[int]] = deque()
        """Workers that were asked for and not reported yet. Reports come in the order of the requests."""
        self._statuses: dict[int, asyncio.Future[str | None]] = {}
        self._text = b""
        self.spawned = 0
        """Workers that the fork server of now has been asked for."""

    async def spawn(self, limits: dict[str, int]) -> tuple[int, socket.socket]:
        """A new worker: its process id, and our end of the socket to it. Raises `NoWorkerError`."""
        async with self._starting:
            if self._control is None or self._loop is not asyncio.get_running_loop():
                await self._start()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                return await self._request(limits, theirs), ours
        except BaseException:
            ours.close()
            raise

    def kill(self, pid: int) -> None:
        """Kill the worker, if it is still alive. Does not wait for its death."""
        if self._control:
            with contextlib.suppress(OSError):
                self._control.send(_line({"kill": pid}))

    def use(self, pid: int, seconds: int) -> None:
        """Tell the fork server that the worker begins to be used. It is killed after so many seconds."""
        if self._control:
            with contextlib.suppress(OSError):
                self._control.send(_line({"used": pid, "seconds": seconds}))

    def is_alive(self, pid: int) -> bool:
        """Whether the worker lives, as far as the fork server has told."""
        return pid in self._statuses and not self._statuses[pid].done()

    async def exit_reason(self, pid: int) -> str:
        """How a dead worker ended: 'signal 9', 'exit code 1', 'overdue', or 'unknown' if nobody can tell."""
        try:
            status = await asyncio.wait_for(asyncio.shield(self._statuses[pid]), REPORT_SECONDS)
        except (KeyError, TimeoutError):
            return "unknown"
        return status or "unknown"

    def close(self) -> None:
        """Hang up. A fork server that was started here ends with all its workers, and is waited for."""
        self._disconnect()
        if self._process:
            self._process.wait()

    def forget(self, pid: int) -> None:
        """Drop what is known of the end of a worker."""
        self._statuses.pop(pid, None)

    async def _request(self, limits: dict[str, int], theirs: socket.socket) -> int:
        assert self._control
        self.spawned += 1
        spawned: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        try:
            socket.send_fds(self._control, [_line({"spawn": limits})], [theirs.fileno()])
            self._spawning.append(spawned)
            return await asyncio.wait_for(spawned, SPAWN_SECONDS)
        except (OSError, TimeoutError) as error:
            self._disconnect()
            raise NoWorkerError("no worker could be started") from error

    async def _start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._text = b""
        self.spawned = 0
        try:
            control, self._process = await asyncio.to_thread(self._connect)
        except OSError as error:
            raise NoWorkerError("no worker could be started") from error
        control.setblocking(False)
        self._loop.add_reader(control, self._on_report)
        self._control = control

    def _disconnect(self) -> None:
        if self._control and self._loop:
            self._loop.remove_reader(self._control)
            self._control.close()
        self._control = None
        for status in self._statuses.values():
            if not status.done():
                status.set_result(None)
        while self._spawning:
            if not (spawned := self._spawning.popleft()).done():
                spawned.set_exception(NoWorkerError("no worker could be started"))

    def _on_report(self) -> None:
        assert self._control
        try:
            data = self._control.recv(1 << 16)
        except ConnectionError:  # it died before it had read every request
            data = b""
        if not data:
            self._disconnect()
            return
        *lines, self._text = (self._text + data).split(b"\n")
        for line in lines:
            report = json.loads(line)
            if "spawned" in report:
                self._deliver(report["spawned"])
            elif status := self._statuses.get(report["exited"]):
                status.set_result(_how(report))

    def _deliver(self, pid: int) -> None:
        if (spawned := self._spawning.popleft()).done():  # its run has ended meanwhile
            self.kill(pid)
        else:
            self._statuses[pid] = spawned.get_loop().create_future()
            spawned.set_result(pid)


def _how(report: dict[str, Any]) -> str:
    if report["overdue"]:
        return "overdue"
    status = report["status"]
    return f"signal {-status}" if status < 0 else f"exit code {status}"


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _started() -> Connected:
    ours, theirs = socket.socketpair()
    with theirs:
        return ours, _start(theirs)


def _start(theirs: socket.socket) -> "subprocess.Popen[bytes]":
    """Start the fork server with almost nothing of this environment: no key, no address of a database."""
    needed = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG") if name in os.environ}
    command = [sys.executable, "-m", "live_demo.workers.fork_server", str(theirs.fileno())]
    return subprocess.Popen(  # noqa: S603  our own module
        command,
        pass_fds=[theirs.fileno()],
        cwd=settings.BASE_DIR,
        env=needed | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
