"""The serving process's side of a worker: messages to it, its requests, and whether it still answers.

A worker runs code that may do anything, so nothing that comes from it is trusted: one message that does not
follow the protocol ends the worker.
"""

import asyncio
import itertools
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings

from live_demo.workers.loop_share import LoopShare
from live_demo.workers.protocol import Message, Unpacker, WireLimits, checked, packed
from live_demo.workers.reconnect import Reconnect

PING_SECONDS = 0.1
"""Seconds from an answered ping to the next one."""
NO_ANSWER_SECONDS = 0.5
"""A worker that has not answered for this long is reported as blocked, and again every `REPORT_SECONDS`."""
REPORT_SECONDS = 0.4

_ASIDE = 0
"""The number of a ping beside those that are sent again and again."""

MAX_WAITING = 64
"""Messages of one socket that wait in the inbox. Beyond it nothing is read, and the worker has to wait."""

logger = logging.getLogger(__name__)


class WorkerDiedError(RuntimeError):
    """Raised if the worker process ends before its run."""


class WorkerHandle:
    """The worker process of one run, with process id `pid`. Make it in the event loop that serves the run.

    `on_point` gets each trace point of the worker as JSON, and raises if it is none; `on_points` overrides it
    for single sockets: {socket number: callback}. `on_block` gets for how many seconds the worker has not
    answered, and whether it has answered now. `on_late` gets the seconds that a late answer of the neighbor
    took; `neighbor` is its kind. `inboxes` has a queue of
    messages for each of its sockets, in which None says that the worker is dead. `fault` says what the worker
    did against the protocol, empty while it did nothing. `reconnect` is the second connection of the run, if
    its lab socket is open. `kill` ends the process.
    """

    def __init__(
        self,
        pid: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        kill: Callable[[], None],
        limits: WireLimits = WireLimits(),  # noqa: B008  it is frozen
        blocked_seconds: float | None = None,
    ) -> None:
        self.pid, self.kill = pid, kill
        self.blocked_seconds = blocked_seconds or settings.LIVE_DEMO["WORKER_BLOCKED_SECONDS"]
        self.inboxes: dict[int, asyncio.Queue[Message | None]] = {}
        self.on_point: Callable[[dict[str, Any]], None] = lambda point: None
        self.on_points: dict[int, Callable[[dict[str, Any]], None]] = {}
        self.on_block: Callable[[float, bool], None] = lambda seconds, is_over: None
        self.on_late: Callable[[float], None] = lambda seconds: None
        self.neighbor = "echo"
        self.reconnect: Reconnect | None = None
        self.is_dead = False
        self.fault = ""
        self.stood_still = False
        """Whether it was killed because it had not answered for `blocked_seconds`."""
        self.sandboxed: dict[str, Any] = {}
        """Report of a sandboxed worker about its confinement, made before it has any code of a learner."""
        self._unpacker = Unpacker(limits)
        self._share = LoopShare()
        self._reader, self._writer = reader, writer
        self._ping = 0
        self.pongs = 0
        self._ponged = asyncio.Event()
        self._heard = asyncio.Event()
        self._reading = asyncio.create_task(self._read())
        self._pinging = asyncio.create_task(self._keep_pinging())

    def write(self, message: Message) -> None:
        """Send `message`, unless the worker is dead."""
        if not self.is_dead:
            self._writer.write(packed(message))

    def open(self, number: int, opening: Message) -> "asyncio.Queue[Message | None]":
        """Let the worker open a socket. What it asks the server to do with it arrives in the queue."""
        inbox = self.inboxes[number] = asyncio.Queue(MAX_WAITING)
        if self.is_dead:
            inbox.put_nowait(None)
        self.write({"open": number, **opening})
        return inbox

    async def until_heard(self) -> None:
        """Wait for everything that the worker has written by now, for `NO_ANSWER_SECONDS` at most."""
        self._heard.clear()
        self.write({"ping": _ASIDE})
        asked_at, is_heard = self._time(), False
        while not is_heard and (left := asked_at + NO_ANSWER_SECONDS - self._time()) > 0:
            is_heard = await _is_set_by(self._heard, asyncio.get_running_loop().time() + left)

    def close(self) -> None:
        """Hang up. The queues of all its sockets then say that the worker is dead."""
        self._reading.cancel()
        self._writer.close()
        self._mark_dead()

    async def _read(self) -> None:
        """Handle what the worker writes, until it hangs up or breaks the protocol."""
        try:
            while data := await self._reader.read(1 << 16):
                self._share.begin()
                for message in self._unpacker.feed(data):
                    await self._handle(checked(message))
                    await self._share.pause()
        except ConnectionError:
            pass
        except Exception as error:
            self.fault = f"it broke the protocol of workers: {error}"[:200]
            logger.warning("Worker %s is killed, as %s", self.pid, self.fault)
            self.kill()
        self._mark_dead()

    def _mark_dead(self) -> None:
        self.is_dead = True
        self._pinging.cancel()
        for inbox in self.inboxes.values():
            while inbox.full():
                inbox.get_nowait()
            inbox.put_nowait(None)

    async def _handle(self, message: Message) -> None:
        if "pong" in message:
            if message["pong"] == _ASIDE:
                self._heard.set()
            elif message["pong"] == self._ping:
                self.pongs += 1
                self._ponged.set()
        elif "point" in message:
            self.on_points.get(message.get("socket", 0), self.on_point)(message["point"])
        elif "sandboxed" in message:
            self.sandboxed = message["sandboxed"]
        elif message["socket"] in self.inboxes:
            await self.inboxes[message["socket"]].put(message)

    async def _keep_pinging(self) -> None:
        """Ask the event loop of the worker for an answer, again and again. A line that blocks delays it."""
        for self._ping in itertools.count(1):
            self._ponged.clear()
            self.write({"ping": self._ping})
            await self._await_pong(asked_at=self._time())
            await asyncio.sleep(PING_SECONDS)

    async def _await_pong(self, *, asked_at: float) -> None:
        """Wait for the answer to the last ping, and report a block. Kill the worker if it lasts too long."""
        report_at = asked_at + NO_ANSWER_SECONDS
        was_reported = False
        while not await self._is_ponged_by(report_at):
            silent = self._time() - asked_at
            if silent > self.blocked_seconds:
                self.stood_still = True
                self.kill()
                return
            self.on_block(silent, False)
            was_reported = True
            report_at = self._time() + REPORT_SECONDS
        if was_reported:
            self.on_block(self._time() - asked_at, True)

    async def _is_ponged_by(self, deadline: float) -> bool:
        """Whether the last ping is answered until `deadline`, as `_time` counts."""
        while (left := deadline - self._time()) > 0:
            if await _is_set_by(self._ponged, asyncio.get_running_loop().time() + left):
                return True
        return False

    def _time(self) -> float:
        """The time of the event loop, without that in which the worker was not read: that is no silence."""
        return asyncio.get_running_loop().time() - self._share.held_back


async def _is_set_by(event: asyncio.Event, deadline: float) -> bool:
    """Whether `event` is set until `deadline`, a time of the event loop."""
    try:
        async with asyncio.timeout_at(deadline):
            await event.wait()
    except TimeoutError:
        return False
    return True
