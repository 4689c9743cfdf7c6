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
    """A lab socket, and a watch socket if the mode has one, that send the next message on each echo."""

    def __init__(self, lab: Socket, watch: Socket | None) -> None:
        self.lab, self.watch = lab, watch
        self.echoes: list[float] = []
        self.fragments: list[float] = []
        self._left = 0
        self._fragment_seen = True
        self.done = asyncio.Event()
        lab.on_message = self._on_echo
        if watch:
            watch.on_message = self._on_fragment

    async def run(self, exchanges: int) -> None:
        self._left = exchanges
        self._send()
        await asyncio.wait_for(self.done.wait(), 120)

    def _send(self) -> None:
        self._mark = b"m%07d:" % self._left
        self._start = time.perf_counter()
        self._fragment_seen = False
        self.lab.send(self._mark.ljust(64, b"."))

    def _on_echo(self, payload: bytes) -> None:
        self.echoes.append(time.perf_counter() - self._start)
        self._left -= 1
        if self._left:
            # The next message waits for the fragment of this one, or it could not be told apart.
            if self.watch is None or self._fragment_seen:
                self._send()
        elif self.watch is None or self._fragment_seen:
            self.done.set()

    def _on_fragment(self, payload: bytes) -> None:
        if not self._fragment_seen and self._mark in payload:
            self.fragments.append(time.perf_counter() - self._start)
            self._fragment_seen = True
            if len(self.echoes) == len(self.fragments):
                if self._left:
                    self._send()
                else:
                    self.done.set()
        mark = payload.rfind(b'id="now"')
        number = payload[payload.find(b"data-number=", mark) + 13 :].split(b'"', 1)[0]
        assert self.watch
        if mark >= 0 and int(number) % 100 < 10:
            self.watch.send(json.dumps({"seen": int(number)}).encode())


async def burst(server: Server, mode: str, pairs: int, exchanges: int) -> Burst:
    """`pairs` pairs at once, each with so many exchanges one after the other."""
    place, watched = MODES[mode]
    opened = []
    for ticket in await asyncio.to_thread(tickets, pairs):
        watch = (
            await Socket.open(server.port, f"/ws/watch/{ticket.ticket}/", ticket.cookie) if watched else None
        )
        lab = await Socket.open(server.port, f"/{place}/{ticket.ticket}/", ticket.cookie)
        opened.append(Pair(lab, watch))
    await asyncio.sleep(0.2)  # the snapshots of the start are through
    cpu, clock = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(pair.run(exchanges) for pair in opened))
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


async def measure(server: Server, pairs: int, exchanges: int, rounds: int) -> dict[str, list[Burst]]:
    """Interleaved bursts of every mode."""
    results: dict[str, list[Burst]] = {mode: [] for mode in MODES}
    for _ in range(rounds):
        for mode in MODES:
            results[mode].append(await burst(server, mode, pairs, exchanges))
    return results


def report(results: dict[str, list[Burst]], pairs: int) -> None:
    """Medians over the rounds; the ratio is the baseline's processor time an exchange over the mode's."""
    print(f"\n{pairs} pair{'s' if pairs > 1 else ''}")
    print(
        f"{'':28}{'us CPU':>8}{'ratio':>8}{'per s':>9}{'echo p50':>10}{'p99':>8}"
        f"{'fragment p50':>14}{'p99':>8}"
    )
    base = [burst.cpu / burst.exchanges for burst in results[BASELINE]]
    for mode, bursts in results.items():
        costs = [burst.cpu / burst.exchanges for burst in bursts]
        ratio = statistics.median(b / c for b, c in zip(base, costs, strict=True))
        rate = statistics.median(burst.exchanges / burst.seconds for burst in bursts)
        echoes = [time for burst in bursts for time in burst.echoes]
        fragments = [time for burst in bursts for time in burst.fragments]
        print(
            f"{mode:28}{statistics.median(costs) * 1e6:8.0f}{ratio:8.2f}{rate:9.0f}"
            f"{_ms(echoes, 50):>10}{_ms(echoes, 99):>8}{_ms(fragments, 50):>14}{_ms(fragments, 99):>8}"
        )


def _ms(values: list[float], percent: int) -> str:
    if not values:
        return "-"
    return f"{statistics.quantiles(values, n=100, method='inclusive')[percent - 1] * 1000:.2f}"
