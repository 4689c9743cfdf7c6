"""Measure: make bench. Prints parameters, medians, and ratios within this one run."""

import argparse
import asyncio
import contextlib
import gc
import platform
import resource
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from bench.server import Server, prepare, serve, serve_two
from tests.support.engines import redis

PARTS = (
    "echo",
    "neighbor",
    "what_ifs",
    "own_code",
    "hold",
    "redis",
    "pages",
    "requests",
    "analysis",
    "grading",
)
ALONE = ("redis_hold",)
"""Parts that are measured only where they are named."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    names = ", ".join(PARTS + ALONE)
    parser.add_argument(
        "parts", nargs="*", default=PARTS, help=f"of {names}; all but the last, if none is named"
    )
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds; medians are over these")
    parser.add_argument("--exchanges", type=int, default=200, help="exchanges of one pair in one round")
    parser.add_argument("--pairs", type=int, nargs="*", default=[1, 32])
    parser.add_argument(
        "--ladder",
        type=int,
        nargs="*",
        default=[200, 400, 1000, 2000],
        help="pairs held",
    )
    parser.add_argument("--responses", type=int, default=100_000, help="responses that analysis sums up")
    parser.add_argument("--seconds", type=float, default=1, help="of a round of one kind of call, in grading")
    parser.add_argument("--plots", type=Path, help="a folder for the pictures of docs/performance.md")
    options = parser.parse_args()
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    prepare()
    gc.freeze()
    gc.disable()  # in the client: its pauses are not the server's
    packages = ("django", "channels", "daphne")
    print(f"Python {platform.python_version()},", ", ".join(f"{name} {version(name)}" for name in packages))
    print(f"{options.rounds} rounds of {options.exchanges} exchanges a pair, 64 bytes, all modes interleaved")
    print("ratio: processor time of untraced stock Channels over that of the mode")
    start = time.monotonic()
    with serve() as server:
        for part in options.parts:
            if part not in _OVER_REDIS:
                with _timed(part):
                    _measure(part, server, options)
    for part, measure in _OVER_REDIS.items():
        if part in options.parts:
            with _timed(part):
                measure(options)
    print(f"(all: {time.monotonic() - start:.0f} s)")


@contextlib.contextmanager
def _timed(part: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    print(f"({part}: {time.monotonic() - start:.0f} s)", flush=True)


def _measure(part: str, server: Server, options: argparse.Namespace) -> None:
    from bench import analysis, grading, hold, neighbor, own_code, pages, requests, what_ifs
    from bench.echo import measure, report_latency, report_throughput
    from bench.pairs import MODES
    from bench.plot import Bar, draw

    rounds = options.rounds
    if part == "echo":
        for pairs in options.pairs:
            results = asyncio.run(measure(server, list(MODES), pairs, options.exchanges, rounds))
            bars = [Bar(mode, ratio) for mode, ratio in report_throughput(results, pairs).items()]
            draw(
                options.plots, f"echo-{pairs}", f"An exchange, {pairs} at once: times as cheap as stock", bars
            )
        report_latency(asyncio.run(measure(server, list(MODES), 1, 40, rounds, interval=0.1)))
    elif part == "neighbor":
        asyncio.run(neighbor.report(server, rounds))
    elif part == "what_ifs":
        what_ifs.report(server, rounds)
    elif part == "own_code":
        own_code.report(server, rounds)
    elif part == "hold":
        hold.report(serve, options.ladder, options.plots)
    elif part == "pages":
        with serve("bench.default_asgi:application") as default:
            asyncio.run(pages.compare(server, default, rounds, seconds=2))
    elif part == "requests":
        requests.report(rounds, options.plots)
    elif part == "analysis":
        analysis.report(server, options.responses, rounds)
    elif part == "grading":
        asyncio.run(grading.report(server, rounds, options.seconds))


def _over_redis(options: argparse.Namespace) -> None:
    from bench.echo import measure, report_latency, report_throughput
    from bench.pairs import LINES, NO_LINES, STOCK

    modes = [STOCK, NO_LINES, LINES]
    with redis() as url, serve_two(url) as cluster:
        print("\nOver Redis: lab sockets in one process, watch sockets in another; processor time of both")
        for pairs in options.pairs:
            report_throughput(
                asyncio.run(measure(cluster, modes, pairs, options.exchanges, options.rounds)), pairs
            )
        report_latency(asyncio.run(measure(cluster, modes, 1, 40, options.rounds, interval=0.1)))


def _held_over_redis(options: argparse.Namespace) -> None:
    from bench.hold import report

    with redis() as url:
        report(lambda: serve_two(url), options.ladder)


_OVER_REDIS = {"redis": _over_redis, "redis_hold": _held_over_redis}


if __name__ == "__main__":
    main()
