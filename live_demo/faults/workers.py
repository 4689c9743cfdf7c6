"""The workers of this process: each hired from the nursery for one run, watched, dismissed when it ends."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from django.conf import settings

from live_demo.faults.wire import Message, Unpacker, packed

PING_SECONDS = 0.1
NO_ANSWER_SECONDS = 0.5
"""A worker that has not answered for so long is told of as blocked, and again every `TELL_SECONDS`."""
TELL_SECONDS = 0.4
LONGEST_BLOCK_SECONDS = 10.0
"""Then it is killed."""


class NoWorkerError(Exception):
    """Every place for a worker is taken, or none could be started."""


class WorkerDiedError(RuntimeError):
    """The worker process ended before its run did."""


class Worker:
    """A worker process of one run. `on_point` gets the trace points, `on_block` what the pings find out.

    `inboxes` has a queue for each of its sockets; None in it says that the worker is dead.
    """

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.inboxes: dict[int, asyncio.Queue[Message | None]] = {}
        self.on_point: Callable[[dict[str, Any]], None] = lambda point: None
        self.on_block: Callable[[float, bool], None] = lambda seconds, over: None
        self.is_dead = False
        self._reader, self._writer = reader, writer
        self._answered = time.monotonic()
        self._told: float | None = None
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._ping())]

    def write(self, message: Message) -> None:
        if not self.is_dead:
            self._writer.write(packed(message))

    def open(self, number: int, opening: Message) -> "asyncio.Queue[Message | None]":
        """Let the worker open a socket; what it wants from it arrives in the queue."""
        inbox = self.inboxes[number] = asyncio.Queue()
        if self.is_dead:
            inbox.put_nowait(None)
        self.write({"open": number, **opening})
        return inbox

    def close(self) -> None:
        """Hang up. Whoever still waits for something from the worker is told that it is dead."""
        for task in self._tasks:
            task.cancel()
        self._writer.close()
        self._is_lost()

    async def _read(self) -> None:
        unpacker = Unpacker()
        with contextlib.suppress(ConnectionError):
            while data := await self._reader.read(1 << 16):
                for message in unpacker.feed(data):
                    self._handle(message)
        self._is_lost()

    def _is_lost(self) -> None:
        self.is_dead = True
        for inbox in self.inboxes.values():
            inbox.put_nowait(None)

    def _handle(self, message: Message) -> None:
        if "pong" in message:
            self._answered = time.monotonic()
        elif "point" in message:
            self.on_point(message["point"])
        elif message["socket"] in self.inboxes:
            self.inboxes[message["socket"]].put_nowait(message)

    async def _ping(self) -> None:
        """Ask whether the event loop over there still turns. A line that blocks it keeps the answer back."""
        number, asked, answered = 0, time.monotonic(), 0.0
        while not self.is_dead:
            if answered != self._answered:  # the last ping is answered: ask again
                if self._told is not None:
                    self.on_block(self._answered - asked, True)
                    self._told = None
                number, asked, answered = number + 1, time.monotonic(), self._answered
                self.write({"ping": number})
            else:
                self._tell(time.monotonic() - asked)
            await asyncio.sleep(PING_SECONDS)

    def _tell(self, silent: float) -> None:
        if silent < NO_ANSWER_SECONDS:
            return
        if silent > LONGEST_BLOCK_SECONDS:
            workers.kill(self.pid)
        elif self._told is None or silent - self._told >= TELL_SECONDS:
            self._told = silent
            self.on_block(silent, False)


class Workers:
    """Hires workers. The nursery is started with the first one, and again if it should have died."""

    def __init__(self) -> None:
        self.alive: dict[int, Worker] = {}
        self.by_run: dict[str, Worker] = {}
        self._nursery: subprocess.Popen[bytes] | None = None  # kept so that it is reaped, if it should die
        self._control: socket.socket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._hiring = asyncio.Lock()
        self._born: asyncio.Future[int] | None = None
        self._statuses: dict[int, asyncio.Future[int]] = {}
        self._text = b""

    @asynccontextmanager
    async def hired(self, run_id: str) -> AsyncIterator[Worker]:
        """A worker for the run, killed at the end. Raises `NoWorkerError`."""
        worker = await self._hire()
        self.by_run[run_id] = worker
        try:
            yield worker
        finally:
            self.by_run.pop(run_id, None)
            self.alive.pop(worker.pid, None)
            worker.close()
            self.kill(worker.pid)
            if self._statuses[worker.pid].done():
                del self._statuses[worker.pid]

    def kill(self, pid: int) -> None:
        self._tell({"kill": pid})

    async def how_it_ended(self, pid: int) -> str:
        """Of a dead worker: such as 'signal 9'."""
        try:
            status = await asyncio.wait_for(asyncio.shield(self._statuses[pid]), 1)
        except (KeyError, TimeoutError):
            return "unknown"
        return f"signal {-status}" if status < 0 else f"exit code {status}"

    async def _hire(self) -> Worker:
        if len(self.alive) >= settings.LIVE_DEMO["MAX_WORKERS"]:
            raise NoWorkerError("every place for a worker is taken")
        async with self._hiring:
            if self._control is None or self._loop is not asyncio.get_running_loop():
                await self._start_nursery()
            ours, theirs = socket.socketpair()
            with theirs:
                pid = await self._bear(theirs)
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        self.alive[pid] = worker = Worker(pid, reader, writer)
        return worker

    async def _bear(self, theirs: socket.socket) -> int:
        assert self._loop
        limits = settings.LIVE_DEMO
        order = {
            "seconds": limits["WORKER_SECONDS"] + 30,
            "cpu_seconds": limits["WORKER_CPU_SECONDS"],
            "memory_bytes": limits["WORKER_BYTES"],
        }
        self._born = self._loop.create_future()
        try:
            assert self._control
            socket.send_fds(self._control, [json.dumps({"bear": order}).encode() + b"\n"], [theirs.fileno()])
            pid = await asyncio.wait_for(self._born, 20)
        except (OSError, TimeoutError) as error:
            self._lose_nursery()
            raise NoWorkerError("no worker could be started") from error
        self._statuses[pid] = self._loop.create_future()
        return pid

    async def _start_nursery(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._control, theirs = socket.socketpair()
        self._text = b""
        with theirs:
            self._nursery = await asyncio.to_thread(_start, theirs)
        self._control.setblocking(False)
        self._loop.add_reader(self._control, self._on_report)

    def _lose_nursery(self) -> None:
        if self._control and self._loop:
            self._loop.remove_reader(self._control)
            self._control.close()
        self._control = None
        if self._born and not self._born.done():
            self._born.set_exception(NoWorkerError("no worker could be started"))

    def _tell(self, message: dict[str, int]) -> None:
        if self._control:
            with contextlib.suppress(OSError):
                self._control.send(json.dumps(message).encode() + b"\n")

    def _on_report(self) -> None:
        assert self._control
        data = self._control.recv(1 << 16)
        if not data:
            self._lose_nursery()
            return
        *lines, self._text = (self._text + data).split(b"\n")
        for line in lines:
            report = json.loads(line)
            if "born" in report and self._born and not self._born.done():
                self._born.set_result(report["born"])
            elif "died" in report and (status := self._statuses.get(report["died"])):
                status.set_result(report["status"])
                if report["died"] not in self.alive:
                    del self._statuses[report["died"]]


def _start(theirs: socket.socket) -> "subprocess.Popen[bytes]":
    """The nursery gets next to nothing of this process's environment: no key, no address of a database."""
    needed = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG") if name in os.environ}
    command = [sys.executable, "-m", "live_demo.faults.nursery", str(theirs.fileno())]
    return subprocess.Popen(  # noqa: S603  our own module
        command,
        pass_fds=[theirs.fileno()],
        cwd=settings.BASE_DIR,
        env=needed | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


workers = Workers()
