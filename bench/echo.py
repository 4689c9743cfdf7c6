"""Exchanges: a message of 64 bytes, its echo, and the fragments that it moves on the watch socket."""

import asyncio
import json
import statistics
import time
from dataclasses import dataclass, field

from bench.client import Socket
from bench.server import Server, tickets

MODES = {
    "bare ASGI echo": ("bare", False),
    "untraced, stock Channels": ("stock", False),
    "untraced, lean dispatch": ("lean", False),
    "traced, no lines": ("no-lines", True),
    "traced, lines": ("ws/lab", True),
}
BASELINE = "untraced, stock Channels"


@dataclass
class Burst:
    """What one burst took: seconds of the server's processor and of the clock, and latencies in seconds."""

    exchanges: int
    cpu: float
    seconds: float
    echoes: list[float] = field(default_factory=list)
    fragments: list[float] = field(default_factory=list)


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
        if watch:
            watch.on_message = self._on_fragment

    async def run(self, exchanges: int, interval: float | None) -> None:
        """Send so many messages: each on the echo of the last, or one every `interval` seconds."""
        self._left, self._interval = exchanges, interval
        self._send()
        await asyncio.wait_for(self.done.wait(), 300)

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
        number = int(payload[payload.find(b"data-number=", mark) + 13 :].split(b'"', 1)[0])
        if number - self._acknowledged > 50:
            assert self.watch
            self._acknowledged = number
            self.watch.send(json.dumps({"seen": number}).encode())


async def burst(
    server: Server, mode: str, pairs: int, exchanges: int, interval: float | None = None
) -> Burst:
    """`pairs` pairs at once, each with so many exchanges; see `Pair.run`."""
    place, watched = MODES[mode]
    opened = []
    for ticket in await asyncio.to_thread(tickets, pairs):
        watch = (
            await Socket.open(server.port, f"/ws/watch/{ticket.ticket}/", ticket.cookie) if watched else None
        )
        lab = await Socket.open(server.port, f"/{place}/{ticket.ticket}/", ticket.cookie)
        opened.append(Pair(lab, watch))
    await idle(server)  # the records of the last burst are stored, the snapshots of this one are through
    cpu, clock = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(pair.run(exchanges, interval) for pair in opened))
    seconds = time.perf_counter() - clock
    await asyncio.sleep(0.05)  # the last fragments
    cpu = server.cpu_seconds() - cpu
    result = Burst(pairs * exchanges, cpu, seconds)
    for pair in opened:
        result.echoes += pair.echoes
        result.fragments += pair.fragments
        for socket in filter(None, (pair.lab, pair.watch)):
            await socket.close()
    return result


async def idle(server: Server) -> None:
    """Wait until the server has had nothing to do for a tenth of a second."""
    while True:
        before = server.cpu_seconds()
        await asyncio.sleep(0.1)
        if server.cpu_seconds() - before < 0.002:
            return


async def measure(
    server: Server, pairs: int, exchanges: int, rounds: int, interval: float | None = None
) -> dict[str, list[Burst]]:
    """Interleaved bursts of every mode."""
    results: dict[str, list[Burst]] = {mode: [] for mode in MODES}
    for _ in range(rounds):
        for mode in MODES:
            results[mode].append(await burst(server, mode, pairs, exchanges, interval))
    return results


def report_throughput(results: dict[str, list[Burst]], pairs: int) -> None:
    """Medians over the rounds; the ratio is the baseline's processor time an exchange over the mode's."""
    print(f"\n{pairs} pair{'s' if pairs > 1 else ''}, each message on the echo of the last")
    print(f"{'':28}{'us CPU':>8}{'ratio':>8}{'per s':>9}")
    base = [burst.cpu / burst.exchanges for burst in results[BASELINE]]
    for mode, bursts in results.items():
        costs = [burst.cpu / burst.exchanges for burst in bursts]
        ratio = statistics.median(b / c for b, c in zip(base, costs, strict=True))
        rate = statistics.median(burst.exchanges / burst.seconds for burst in bursts)
        print(f"{mode:28}{statistics.median(costs) * 1e6:8.0f}{ratio:8.2f}{rate:9.0f}")


def report_latency(results: dict[str, list[Burst]]) -> None:
    """Times in ms from sending a message to its echo and its first fragment; ratio to the baseline's echo."""
    print("\n1 pair, a message every 100 ms")
    print(f"{'':28}{'echo p50':>10}{'p99':>8}{'fragment p50':>14}{'p99':>8}{'ratio of p50':>14}")
    base = _quantile([time for burst in results[BASELINE] for time in burst.echoes], 50)
    for mode, bursts in results.items():
        echoes = [time for burst in bursts for time in burst.echoes]
        fragments = [time for burst in bursts for time in burst.fragments]
        line = f"{mode:28}{_quantile(echoes, 50):10.2f}{_quantile(echoes, 99):8.2f}"
        if fragments:
            middle = _quantile(fragments, 50)
            line += f"{middle:14.2f}{_quantile(fragments, 99):8.2f}{middle / base:14.2f}"
        print(line)


def _quantile(seconds: list[float], percent: int) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000
