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
RUNG_SECONDS = 120
"""How long a rung may take, from its first handshake to its last close."""

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


async def hold(servers: Servers, mode: str, count: int, seconds: int = 6) -> PairsHeld:
    """Hold `count` pairs for `seconds`, each with one message a second. Messages are spread evenly."""
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

    A rung that is missed by little gets a second try: on a shared machine it may be the neighbor's doing.
    """
    print("\nPairs held, each with a message a second: ms until the fragment of 99 in 100 has come")
    print(f"{'':28}{'pairs':>7}{'p99 ms':>9}{'us CPU':>8}{'kB a pair':>11}")
    most: dict[str, int] = {}
    for mode in DESIGNS:
        with serve() as servers:
            for count in ladder:
                if not _rung(servers, mode, count):
                    break
                most[mode] = count
    if most:
        bars = [Bar(mode, count) for mode, count in most.items()]
        draw(plots, "hold", "Pairs held, 99 of 100 fragments within 100 ms", bars)
    base = most.get(GROUP_SEND)
    for mode, count in most.items():
        print(f"{mode:28}{count:7} in time" + (f", {count / base:.1f} x {GROUP_SEND}" if base else ""))


def _rung(servers: Servers, mode: str, count: int, tries: int = 2) -> bool:
    """Whether so many pairs are held. A rung that takes too long, or loses a socket, is not."""
    try:
        held = asyncio.run(asyncio.wait_for(hold(servers, mode, count), RUNG_SECONDS))
    except (TimeoutError, OSError) as error:
        why = str(error) or f"not through in {RUNG_SECONDS} s"
        print(f"{mode:28}{count:7}  not held: {why}", flush=True)
        return False
    print(f"{mode:28}{count:7}{held.p99:9.1f}{held.cpu:8.0f}{held.memory / 1024:11.0f}", flush=True)
    is_close = tries > 1 and held.p99 < 2 * IN_TIME
    return held.in_time or (is_close and _rung(servers, mode, count, tries - 1))
