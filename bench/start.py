"""What the start of a process costs: its imports by package, and what `set_up` and `load_lessons` do.

    python -m bench.start

By itself. Processor time; imports by `-X importtime`, the rest by cProfile.
"""

import argparse
import cProfile
import math
import os
import pstats
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.request import urlopen

from bench.profiles import shares
from bench.server import prepare, serve

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \| +([\w.]+)")
_IMPORT = "import django; django.setup(set_prefix=False); import tutorial.asgi"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--top", type=int, default=15)
    options = parser.parse_args()
    prepare()
    python = [sys.executable, "-c"]
    _print_imports(options.rounds, options.top)
    _profile_loading(options.top)
    print(f"\nprocessor time in seconds, the least of {options.rounds}")
    print(f"{_least(options.rounds, [*python, 'pass']):6.2f}  Python alone")
    print(f"{_least(options.rounds, [*python, 'import django.core.handlers.wsgi']):6.2f}  and Django's core")
    setup = "import django; django.setup(set_prefix=False)"
    print(f"{_least(options.rounds, [*python, setup]):6.2f}  django.setup()")
    print(f"{_least(options.rounds, [*python, _IMPORT]):6.2f}  tutorial.asgi")
    for page in ("/healthz", "/"):
        print(f"{min(_served(page) for _ in range(options.rounds)):6.2f}  Daphne until {page} has answered")
    set_up = [sys.executable, "manage.py", "set_up"]
    print(f"{_least(options.rounds, set_up):6.2f}  manage.py set_up, when nothing has changed")


def _least(rounds: int, command: list[str]) -> float:
    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(rounds))


def _served(page: str) -> float:
    """Processor seconds of a server that has just answered with this page."""
    with serve("tutorial.asgi:application") as server:
        urlopen(f"http://127.0.0.1:{server.port}{page}").read()  # fixed scheme and host
        return server.cpu_seconds()


def _print_imports(rounds: int, top: int) -> None:
    """The time that the modules of each package take by themselves: of each module, the least."""
    command = [sys.executable, "-X", "importtime", "-c", _IMPORT]
    least: dict[str, float] = {}
    for _ in range(rounds):
        output = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        for microseconds, module in _LINE.findall(output):
            least[module] = min(least.get(module, math.inf), int(microseconds) / 1000)
    packages, counts = Counter[str](), Counter[str]()
    for module, milliseconds in least.items():
        package = ".".join(module.split(".")[: 2 if module.startswith("django.") else 1])
        packages[package] += milliseconds  # type: ignore[assignment]  # a sum, not a count
        counts[package] += 1
    total = sum(packages.values())
    print(f"\nimports of tutorial.asgi: {len(least)} modules, {total:.0f} ms by -X importtime")
    for package, each in packages.most_common(top):
        print(f"{each:7.0f} ms{100 * each / total:6.1f} %{counts[package]:5} modules  {package}")


def _profile_loading(top: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for what, force in (("the second time", False), ("all anew", True)):
        if force:
            _forget_digests()
        profile = cProfile.Profile(time.thread_time)
        with CaptureQueriesContext(connection) as queries:
            profile.runcall(call_command, "load_lessons", Path("fixtures"), verbosity=0)
        parts, total = shares(pstats.Stats(profile))
        print(f"\nload_lessons, {what}: {len(queries)} statements, {total:.2f} s under cProfile")
        for part, seconds in sorted(parts.items(), key=lambda each: -each[1])[:top]:
            print(f"{100 * seconds / total:7.1f} %  {part}")


def _forget_digests() -> None:
    """Let `load_lessons` take every folder for a changed one."""
    from lessons.models import Lesson, Track

    Lesson.objects.update(loaded_digest="")
    Track.objects.update(loaded_digest="")


if __name__ == "__main__":
    os.chdir(Path(__file__).parent.parent)
    main()
