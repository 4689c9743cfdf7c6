"""A worker as the serving process sees it: what it is told, what it wants, and whether it still answers."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any

from live_demo.workers.protocol import Message, Unpacker, packed

PING_SECONDS = 0.1
NO_ANSWER_SECONDS = 0.5
"""A worker that has not answered for so long is told of as blocked, and again every `TELL_SECONDS`."""
TELL_SECONDS = 0.4
LONGEST_BLOCK_SECONDS = 10.0
"""Then it is killed."""


class WorkerDiedError(RuntimeError):
    """The worker process ended before its run did."""


class WorkerHandle:
    """A worker process of one run. `on_point` gets the trace points, `on_block` what the pings find out.

    `inboxes` has a queue for each of its sockets; None in it says that the worker is dead. `kill` is called
    when a line has blocked it for too long.
    """

    def __init__(
        self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kill: Callable[[], None]
    ) -> None:
        self.pid, self.kill = pid, kill
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
            self.kill()
        elif self._told is None or silent - self._told >= TELL_SECONDS:
            self._told = silent
            self.on_block(silent, False)
