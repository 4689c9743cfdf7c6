"""Measures the memory that the server allocates for 200 pairs, by the file that allocates it.

    python -m bench.memory --pairs 200

By itself. tracemalloc counts what Python allocates, and makes the server several times slower.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from pathlib import Path

from bench.pairs import LINES, MODES, NO_LINES, opened
from bench.server import Server, prepare, serve

WARM = 20
"""Pairs that are opened before the first snapshot, so that what is made once is made."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.memory", description=__doc__)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--messages", type=int, default=1, help="that each pair has sent when it is counted")
    parser.add_argument("--mode", choices=list(MODES), nargs="*", default=[NO_LINES, LINES])
    parser.add_argument("--top", type=int, default=15)
    parser.add_argument("--lines", action="store_true", help="by line, not by file")
    options = parser.parse_args()
    prepare()
    for mode in options.mode:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "snapshot"
            with serve(BENCH_MEMORY=str(file)) as server:
                before, after = asyncio.run(_snapshots(server, mode, options, file))
        _print(mode, before, after, options)


async def _snapshots(
    server: Server, mode: str, options: argparse.Namespace, file: Path
) -> tuple[tracemalloc.Snapshot, tracemalloc.Snapshot]:
    """Snapshots before the pairs are open, and while they are."""
    async with opened(server, mode, WARM) as pairs:
        await asyncio.gather(*(pair.run(3) for pair in pairs))
    before = await asyncio.to_thread(_snapshot, server, file)
    async with opened(server, mode, options.pairs) as pairs:
        for pair in pairs:
            await pair.run(options.messages)
        after = await asyncio.to_thread(_snapshot, server, file)
    return before, after


def _snapshot(server: Server, file: Path) -> tracemalloc.Snapshot:
    os.kill(server.process.pid, signal.SIGUSR1)
    while not file.exists():
        time.sleep(0.1)
    found = tracemalloc.Snapshot.load(str(file))
    file.unlink()
    return found


def _print(
    mode: str, before: tracemalloc.Snapshot, after: tracemalloc.Snapshot, options: argparse.Namespace
) -> None:
    grown = after.compare_to(before, "lineno" if options.lines else "filename")
    pairs, total = options.pairs * 1024, sum(each.size_diff for each in grown)
    count = sum(each.count_diff for each in grown)
    print(f"\n{mode}, {options.pairs} pairs, {options.messages} messages each:", end=" ")
    print(f"{total / pairs:.1f} kB and {count / options.pairs:.0f} objects a pair")
    groups: Counter[str] = Counter()
    for each in grown:
        groups[_group(each.traceback[0].filename)] += each.size_diff
    for group, size in groups.most_common(10):
        print(f"{size / pairs:10.2f}{100 * size / total:15.1f}  all of {group}")
    print(f"{'kB a pair':>10}{'objects':>9}{'%':>6}  {'line' if options.lines else 'file'}")
    for each in sorted(grown, key=lambda each: -each.size_diff)[: options.top]:
        frame, share = each.traceback[0], 100 * each.size_diff / total
        name = "/".join(Path(frame.filename).parts[-3:]) + (f":{frame.lineno}" if options.lines else "")
        print(f"{each.size_diff / pairs:10.2f}{each.count_diff / options.pairs:9.1f}{share:6.1f}  {name}")


def _group(file: str) -> str:
    """The package of a file, or the module of the standard library."""
    _, found, inside = file.rpartition("site-packages/")
    if not found:
        _, found, inside = file.rpartition(f"python{sys.version_info[0]}.{sys.version_info[1]}/")
    if not found:
        _, found, inside = file.rpartition(f"{Path(__file__).parent.parent}/")
    return inside.split("/")[0]


def dump_on_signal(file: Path) -> None:
    """Trace this server from now on, and write a snapshot to `file` at each SIGUSR1."""
    import gc

    def dump(number: int, frame: object) -> None:
        gc.collect()
        being_written = file.with_suffix(".part")
        tracemalloc.take_snapshot().dump(str(being_written))
        being_written.rename(file)

    tracemalloc.start()
    signal.signal(signal.SIGUSR1, dump)


if __name__ == "__main__":
    main()
