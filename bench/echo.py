"""Exchanges: a message of 64 bytes, its echo, and the fragments that it moves on the watch socket."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.pairs import STOCK, opened, quantile
from bench.server import Servers


@dataclass
class Burst:
    """What one burst took: seconds of the servers' processors and of the clock, and latencies in seconds."""

    exchanges: int
    cpu: float
    seconds: float
    echoes: list[float] = field(default_factory=list)
    fragments: list[float] = field(default_factory=list)


async def burst(
    servers: Servers, mode: str, pairs: int, exchanges: int, interval: float | None = None
) -> Burst:
    """`pairs` pairs at once, each with so many exchanges; see `Pair.run`."""
    async with opened(servers, mode, pairs) as all_pairs:
        cpu, clock = servers.cpu_seconds(), time.perf_counter()
        await asyncio.gather(*(pair.run(exchanges, interval) for pair in all_pairs))
        seconds = time.perf_counter() - clock
        await asyncio.sleep(0.1)  # the last fragments
        cpu = servers.cpu_seconds() - cpu
    return Burst(
        pairs * exchanges,
        cpu,
        seconds,
        echoes=[latency for pair in all_pairs for latency in pair.echoes],
        fragments=[latency for pair in all_pairs for latency in pair.fragments],
    )


async def measure(
    servers: Servers,
    modes: Sequence[str],
    pairs: int,
    exchanges: int,
    rounds: int,
    interval: float | None = None,
) -> dict[str, list[Burst]]:
    """Interleaved bursts of every mode."""
    results: dict[str, list[Burst]] = {mode: [] for mode in modes}
    for _ in range(rounds):
        for mode in modes:
            results[mode].append(await burst(servers, mode, pairs, exchanges, interval))
            await _until_idle(servers)
    return results


async def _until_idle(servers: Servers) -> None:
    """Wait until the servers have stored the runs of a burst, which the next one is not to pay for."""
    for _ in range(100):
        before = servers.cpu_seconds()
        await asyncio.sleep(0.2)
        if servers.cpu_seconds() - before < 0.01:
            return


def report_throughput(results: dict[str, list[Burst]], pairs: int) -> dict[str, float]:
    """Medians over the rounds; the ratio is the baseline's processor time an exchange over the mode's.

    Returns the ratios.
    """
    ratios = {}
    print(f"\n{pairs} pair{'s' if pairs > 1 else ''}, each message on the echo of the last")
    print(f"{'':28}{'us CPU':>8}{'ratio':>8}{'per s':>9}")
    base = [burst.cpu / burst.exchanges for burst in results[STOCK]]
    for mode, bursts in results.items():
        costs = [burst.cpu / burst.exchanges for burst in bursts]
        ratio = statistics.median(b / c for b, c in zip(base, costs, strict=True))
        rate = statistics.median(burst.exchanges / burst.seconds for burst in bursts)
        print(f"{mode:28}{statistics.median(costs) * 1e6:8.0f}{ratio:8.2f}{rate:9.0f}")
        ratios[mode] = ratio
    return ratios


def report_latency(results: dict[str, list[Burst]]) -> None:
    """Times in ms from sending a message to its echo and its first fragment; ratio to the baseline's echo."""
    print("\n1 pair, a message every 100 ms")
    print(f"{'':28}{'echo p50':>10}{'p99':>8}{'fragment p50':>14}{'p99':>8}{'ratio of p50':>14}")
    base = quantile([time for burst in results[STOCK] for time in burst.echoes], 50)
    for mode, bursts in results.items():
        echoes = [time for burst in bursts for time in burst.echoes]
        fragments = [time for burst in bursts for time in burst.fragments]
        line = f"{mode:28}{quantile(echoes, 50):10.2f}{quantile(echoes, 99):8.2f}"
        if fragments:
            middle = quantile(fragments, 50)
            line += f"{middle:14.2f}{quantile(fragments, 99):8.2f}{middle / base:14.2f}"
        print(line)
