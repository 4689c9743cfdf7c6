"""Pages for one learner among very many: what they take, and how the database finds their rows.

    python -m bench.crowd --learners 10000 --runs 100000 --responses 1000000

By itself, on SQLite and then on PostgreSQL. Data is made in bulk; pages are asked for in this process. Its
processor time is compared, which other programs on the machine change little. What PostgreSQL takes is in the
wall time only.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.postgresql import postgresql

_ROOT = Path(__file__).parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.crowd", description=__doc__)
    parser.add_argument("--learners", type=int, default=10_000)
    parser.add_argument("--lessons", type=int, default=0, help="copies of the shipped ones, in tracks of 20")
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--responses", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20, help="how often each page is asked for")
    parser.add_argument(
        "--every", action="store_true", help="ask for every address that answers with a page, too"
    )
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
    from django.core import management

    from bench import crowd_data, crowd_lessons, crowd_pages

    before = _times(crowd_pages.visits(), options.rounds)
    start = time.perf_counter()
    made = crowd_data.fill(options.learners, options.runs, options.responses)
    made += f", {crowd_lessons.add_lessons(options.lessons)}"
    management.call_command("summarize_quizzes")  # as every night
    seconds = time.perf_counter() - start
    after = _times(crowd_pages.visits(), options.rounds)
    print(f"\n{os.environ['BENCH_CROWD']}: {made}, made in {seconds:.0f} s; {options.rounds} calls a page")
    _print(before, after)
    if options.every:
        every = _times(crowd_pages.every(), 5)
        print(f"\nEvery address that answers with a page: {len(every)}; the slowest:")
        slowest = sorted(every, key=lambda name: -min(cpu for cpu, _ in every[name]))[:25]
        _print(every, {name: every[name] for name in ["constant", *slowest]})
    if options.explain:
        crowd_pages.explain(crowd_pages.visits())


_WIDTHS = [12, 12, 8, 8, 10, 13]

type Times = Mapping[str, list[tuple[float, float]]]
"""{name of a page: (milliseconds of processor time, of wall time) of each call}"""


def _print(before: Times, after: Times) -> None:
    constant = min(after["constant"])[0]
    heads = zip(["alone: CPU", "among: CPU", "p50", "wall", "of alone", "of constant"], _WIDTHS, strict=True)
    print(f"{'ms, the least of all calls':44}" + "".join(f"{head:>{width}}" for head, width in heads))
    for name, among in after.items():
        alone, cpu = min(before[name])[0], min(among)[0]
        p50, wall = statistics.median(cpu for cpu, _ in among), min(wall for _, wall in among)
        values = zip([alone, cpu, p50, wall, cpu / alone, cpu / constant], _WIDTHS, strict=True)
        print(f"{name[-44:]:44}" + "".join(f"{value:{width}.1f}" for value, width in values))


def _times(visits: Mapping[str, Callable[[], object]], rounds: int) -> Times:
    """Interleaved; the first call of each warms up."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in visits}
    for number in range(rounds + 1):
        for name, visit in visits.items():
            cpu, wall = time.process_time(), time.perf_counter()
            visit()
            if number:
                times[name].append(((time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000))
    return times


if __name__ == "__main__":
    main()
