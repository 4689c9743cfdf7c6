"""Pages for one learner among very many: what they take, and how the database finds their rows.

    python -m bench.crowd --learners 10000 --runs 100000 --responses 1000000

By itself, on SQLite and then on PostgreSQL. Data is made in bulk; pages are asked for in this process.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.postgresql import postgresql

_ROOT = Path(__file__).parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.crowd", description=__doc__)
    parser.add_argument("--learners", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--responses", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--explain", action="store_true", help="print the plan of each query, too")
    parser.add_argument(
        "--engine", choices=["sqlite", "postgresql"], nargs="*", default=["sqlite", "postgresql"]
    )
    options = parser.parse_args()
    if os.environ.get("BENCH_CROWD"):
        _measure(options)
        return
    for engine in options.engine:
        with prepared(engine) as env:
            subprocess.run(
                [sys.executable, "-m", "bench.crowd", *sys.argv[1:]], cwd=_ROOT, env=env, check=True
            )


@contextmanager
def prepared(engine: str) -> Iterator[dict[str, str]]:
    """The environment of a site on this engine, with the shipped lessons."""
    with tempfile.TemporaryDirectory() as var, ExitStack() as running:
        env = {
            **os.environ,
            "BENCH_CROWD": engine,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DJANGO_SECRET_KEY": "a key for measurements, long enough for Django: 0123456789 abcdefghij",
            "DJANGO_ALLOWED_HOSTS": "testserver",
            "DJANGO_HTTPS": "off",
            "DJANGO_VAR_DIR": var,
        }
        if engine == "postgresql":
            env["DATABASE_URL"] = running.enter_context(postgresql())
        subprocess.run([sys.executable, "manage.py", "set_up"], cwd=_ROOT, env=env, check=True)
        yield env


def _measure(options: argparse.Namespace) -> None:
    import django

    django.setup()
    from bench import crowd_data

    before = _times(crowd_data.visits(), options.rounds)
    start = time.perf_counter()
    made = crowd_data.fill(options.learners, options.runs, options.responses)
    seconds = time.perf_counter() - start
    after = _times(crowd_data.visits(), options.rounds)
    print(
        f"\n{os.environ['BENCH_CROWD']}: {made}, made in {seconds:.0f} s; {options.rounds} calls a page, ms"
    )
    print(f"{'':24}{'alone: least':>14}{'p50':>7}{'among: least':>15}{'p50':>7}{'ratio of least':>16}")
    for name, times in after.items():
        alone, among = before[name], times
        print(
            f"{name:24}{min(alone):14.1f}{statistics.median(alone):7.1f}{min(among):15.1f}"
            f"{statistics.median(among):7.1f}{min(among) / min(alone):16.2f}"
        )
    if options.explain:
        crowd_data.explain(crowd_data.visits())


def _times(visits: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """{name: milliseconds of each call}, interleaved; the first call of each warms up."""
    times: dict[str, list[float]] = {name: [] for name in visits}
    for number in range(rounds + 1):
        for name, visit in visits.items():
            start = time.perf_counter()
            visit()
            if number:
                times[name].append((time.perf_counter() - start) * 1000)
    return times


if __name__ == "__main__":
    main()
