"""Measure: make bench. Prints parameters, medians, and ratios within this one run."""

import argparse
import asyncio
import platform
from importlib.metadata import version

from bench.server import prepare, serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds; medians are over these")
    parser.add_argument("--exchanges", type=int, default=400, help="exchanges of one pair in one round")
    parser.add_argument("--pairs", type=int, nargs="*", default=[1, 32])
    options = parser.parse_args()
    prepare()
    from bench import pages
    from bench.echo import measure, report_latency, report_throughput

    packages = ("django", "channels", "daphne")
    print(f"Python {platform.python_version()},", ", ".join(f"{name} {version(name)}" for name in packages))
    print(f"{options.rounds} rounds of {options.exchanges} exchanges a pair, 64 bytes, all modes interleaved")
    print("ratio: processor time of untraced stock Channels over that of the mode")
    with serve() as server:
        for pairs in options.pairs:
            report_throughput(asyncio.run(measure(server, pairs, options.exchanges, options.rounds)), pairs)
        report_latency(asyncio.run(measure(server, 1, 60, options.rounds, interval=0.1)))
        with serve("bench.default_asgi:application") as default:
            asyncio.run(pages.compare(server, default, options.rounds, seconds=2))


if __name__ == "__main__":
    main()
