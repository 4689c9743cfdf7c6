"""Many pairs held at one message a second: how many, at what cost, in how much memory."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from bench.pairs import GROUP_SEND, LINES, NO_LINES, opened, quantile
from bench.plot import Bar, draw
from bench.server import Servers

IN_TIME = 100
"""Milliseconds within which 99 of 100 fragments are to arrive."""

DESIGNS = (GROUP_SEND, NO_LINES, LINES)


@dataclass
class PairsHeld:
    """`p99` from message sent to fragment received, ms; `cpu` us an exchange; `memory` bytes a pair."""

    pairs: int
    p99: float
    cpu: float
    memory: float

    @property
    def in_time(self) -> bool:
        return self.p99 < IN_TIME


async def hold(servers: Servers, mode: str, count: int, seconds: int = 10) -> PairsHeld:
    """So many pairs, each with one message a second, the seconds shared out evenly."""
    before = servers.memory_bytes()
    async with opened(servers, mode, count) as pairs:
        memory = servers.memory_bytes() - before
        await asyncio.gather(*(pair.run(1, 1.0) for pair in pairs))  # warms up
        for pair in pairs:
            pair.fragments.clear()
        cpu, start = servers.cpu_seconds(), time.perf_counter()
        await asyncio.gather(*(pair.run(seconds, 1.0) for pair in pairs))
        clock = time.perf_counter() - start
        cpu = servers.cpu_seconds() - cpu
        await asyncio.sleep(0.5)
        latencies = [latency for pair in pairs for latency in pair.fragments]
    missing = count * seconds - len(latencies)
    latencies += [clock] * max(0, missing)  # a fragment that never came was not in time
    return PairsHeld(count, quantile(latencies, 99), cpu / (count * seconds) * 1e6, memory / count)


def report(
    serve: Callable[[], AbstractContextManager[Servers]], ladder: list[int], plots: Path | None = None
) -> None:
    """Climb the ladder with each design, on servers of its own, until its fragments come late.

    A rung is missed when it comes late twice: on a shared machine once may be the neighbor's doing.
    """
    print("\nPairs held, each with a message a second: ms until the fragment of 99 in 100 has come")
    print(f"{'':28}{'pairs':>7}{'p99 ms':>9}{'us CPU':>8}{'kB a pair':>11}")
    most: dict[str, int] = {}
    for mode in DESIGNS:
        with serve() as servers:
            for count in ladder:
                if not any(_rung(servers, mode, count) for _ in range(2)):
                    break
                most[mode] = count
    if most:
        bars = [Bar(mode, count) for mode, count in most.items()]
        draw(plots, "hold", "Pairs held, 99 of 100 fragments within 100 ms", bars)
    base = most.get(GROUP_SEND)
    for mode, count in most.items():
        print(f"{mode:28}{count:7} in time" + (f", {count / base:.1f} x {GROUP_SEND}" if base else ""))


def _rung(servers: Servers, mode: str, count: int) -> bool:
    held = asyncio.run(hold(servers, mode, count))
    print(f"{mode:28}{count:7}{held.p99:9.1f}{held.cpu:8.0f}{held.memory / 1024:11.0f}", flush=True)
    return held.in_time
