"""What an operator runs beside the servers, among very many rows: backup, restore, clean-up.

    python -m bench.upkeep --learners 10000 --runs 100000 --responses 1000000

By itself, on SQLite and then on PostgreSQL. While the clean-up removes all runs, another process writes a row
every 50 ms: what it waited is what a visitor would have waited.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from bench.crowd import prepared
from tests.support.postgresql import postgresql

_ROOT = Path(__file__).parent.parent
_EVERY = 0.05
"""Seconds between two writes beside the clean-up."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.upkeep", description=__doc__)
    parser.add_argument("--learners", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--responses", type=int, default=1_000_000)
    parser.add_argument(
        "--engine", choices=["sqlite", "postgresql"], nargs="*", default=["sqlite", "postgresql"]
    )
    options = parser.parse_args()
    if os.environ.get("BENCH_CROWD"):
        _fill(options)
        return
    for engine in options.engine:
        with prepared(engine) as env, tempfile.TemporaryDirectory() as folder:
            _call(env, "-m", "bench.upkeep", *sys.argv[1:])
            backup = Path(folder) / "crowd.backup"
            print(f"\n{engine}", flush=True)
            _manage(env, "backup", str(backup))
            print(f"  the file has {backup.stat().st_size / 1e6:.0f} MB", flush=True)
            with _empty(engine, env, Path(folder)) as elsewhere:
                _manage(elsewhere, "restore", str(backup))
            _clean_up(env)


def _fill(options: argparse.Namespace) -> None:
    """Make the crowd, each of its runs older than runs are kept."""
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from bench import crowd_data
    from live_demo.runs.models import Run

    print(crowd_data.fill(options.learners, options.runs, options.responses))
    Run.objects.update(started_at=timezone.now() - settings.RETENTION["runs"] - timedelta(days=1))


def _call(env: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=_ROOT, env=env, check=True)


def _manage(env: dict[str, str], *arguments: str) -> None:
    start = time.perf_counter()
    _call(env, "manage.py", *arguments)
    print(f"  {arguments[0]}: {time.perf_counter() - start:.1f} s", flush=True)


@contextmanager
def _empty(engine: str, env: dict[str, str], folder: Path) -> Iterator[dict[str, str]]:
    """The environment of an empty database of the same engine."""
    with ExitStack() as running:
        if engine == "postgresql":
            yield {**env, "DATABASE_URL": running.enter_context(postgresql())}
        else:
            yield {**env, "DATABASE_URL": f"sqlite:///{folder}/restored.sqlite3"}


def _clean_up(env: dict[str, str]) -> None:
    with _writing(env) as waits:
        _manage(env, "clean_up", "--verbosity", "2")
    waits.sort()
    p50, p99 = _at(waits, 0.5), _at(waits, 0.99)
    print(f"  {len(waits)} writes beside it: p50 {p50:.0f} ms, p99 {p99:.0f} ms, at most {waits[-1]:.0f} ms")


def _at(ordered: list[float], share: float) -> float:
    return ordered[int(share * (len(ordered) - 1))]


@contextmanager
def _writing(env: dict[str, str]) -> Iterator[list[float]]:
    """A process that writes all the time; gives the milliseconds of each write, complete at the end."""
    waits: list[float] = []
    code = (
        "import time\n"
        "from lessons.models import Learner\n"
        "while True:\n"
        f"    time.sleep({_EVERY})\n"
        "    start = time.perf_counter()\n"
        "    Learner.objects.create()\n"
        "    print((time.perf_counter() - start) * 1000, flush=True)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", code],
        cwd=_ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout
    waits.append(float(writer.stdout.readline()))
    reader = threading.Thread(target=lambda: waits.extend(map(float, writer.stdout or ())))
    reader.start()
    try:
        yield waits
    finally:
        writer.terminate()
        reader.join()
        with contextlib.suppress(subprocess.TimeoutExpired):
            writer.wait(10)


if __name__ == "__main__":
    main()
