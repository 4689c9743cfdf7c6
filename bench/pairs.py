"""Pairs: a lab socket and the watch socket that follows it, and what a client does with them."""

import asyncio
import contextlib
import json
import random
import statistics
import time
from collections.abc import AsyncIterator

from bench.client import Socket
from bench.server import Servers, Ticket, tickets

MODES = {
    "bare ASGI echo": ("bare", ""),
    "untraced, stock Channels": ("stock", ""),
    "untraced, direct dispatch": ("direct", ""),
    "group_send an event, stock": ("group", "group-watch"),
    "traced, no lines": ("no-lines", "ws/watch"),
    "traced, lines": ("ws/lab", "ws/watch"),
}
"""{design: (path of its lab socket, path of its watch socket)}. Without the second path nobody watches."""

STOCK = "untraced, stock Channels"
GROUP_SEND = "group_send an event, stock"
NO_LINES = "traced, no lines"
LINES = "traced, lines"


class Pair:
    """A lab socket, and a watch socket if the mode has one."""

    def __init__(self, lab: Socket, watch: Socket | None) -> None:
        self.lab, self.watch = lab, watch
        self.echoes: list[float] = []
        self.fragments: list[float] = []
        self._left = 0
        self._interval: float | None = None
        self._mark = b"nothing sent yet"
        self._acknowledged = 0
        self.done = asyncio.Event()
        lab.on_message = self._on_echo
        lab.on_close = self.done.set
        if watch:
            watch.on_message = self._on_fragment

    async def run(self, exchanges: int, interval: float | None = None) -> None:
        """Send so many messages: each on the echo of the last, or one every `interval` seconds."""
        self._left, self._interval = exchanges, interval
        self.done.clear()
        if interval:
            await asyncio.sleep(random.uniform(0, interval))
        self._send()
        await self.done.wait()
        if self.lab.closed.is_set():
            raise ConnectionError("the lab socket was closed before the last echo")

    def _send(self) -> None:
        self._mark = b"m%07d:" % self._left
        self._start = time.perf_counter()
        self.lab.send(self._mark.ljust(64, b"."))

    def _on_echo(self, payload: bytes) -> None:
        self.echoes.append(time.perf_counter() - self._start)
        self._left -= 1
        if self._interval is not None:
            asyncio.get_running_loop().call_later(self._interval, self._send if self._left else self.done.set)
        elif self._left:
            self._send()
        else:
            self.done.set()

    def _on_fragment(self, payload: bytes) -> None:
        if self._mark in payload and len(self.fragments) < len(self.echoes) + 1:
            self.fragments.append(time.perf_counter() - self._start)
            self._mark = b"seen already"
        mark = payload.rfind(b'id="now"')
        if mark < 0:
            return
        number = int(payload[payload.find(b"data-number=", mark) + 13 :].split(b'"', 1)[0])
        if number - self._acknowledged > 50:
            assert self.watch
            self._acknowledged = number
            self.watch.send(json.dumps({"seen": number}).encode())


@contextlib.asynccontextmanager
async def opened(servers: Servers, mode: str, count: int) -> AsyncIterator[list[Pair]]:
    """`count` pairs after their handshakes and snapshots. On an error all are dropped at once."""
    place, watch_place = MODES[mode]
    at_once = asyncio.Semaphore(16)

    async def open_one(ticket: Ticket) -> Pair:
        async with at_once:
            watch = None
            if watch_place:
                watch = await Socket.open(
                    servers.watch_port, f"/{watch_place}/{ticket.ticket}/", ticket.cookie
                )
            return Pair(await Socket.open(servers.port, f"/{place}/{ticket.ticket}/", ticket.cookie), watch)

    async def close_one(pair: Pair) -> None:
        async with at_once:
            for socket in filter(None, (pair.lab, pair.watch)):
                await socket.close()

    pairs = await asyncio.gather(*map(open_one, await asyncio.to_thread(tickets, count)))
    await idle(servers)  # the records of the last pairs are stored, the snapshots of these are through
    try:
        yield pairs
    except BaseException:
        for pair in pairs:
            for socket in filter(None, (pair.lab, pair.watch)):
                socket.transport.abort()
        raise
    await asyncio.gather(*map(close_one, pairs))
    await idle(servers)


async def idle(servers: Servers) -> None:
    """Wait until the servers have had nothing to do for a fifth of a second, for 10 s at most."""
    for _ in range(50):
        before = servers.cpu_seconds()
        await asyncio.sleep(0.2)
        if servers.cpu_seconds() - before < 0.004:
            return


def quantile(seconds: list[float], percent: int) -> float:
    """The percentile of the times, in milliseconds."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000
