"""Measures with cProfile where a request spends its time: the share of each part, by kind of request.

    python -m bench.profiles
    python -m bench.profiles home "API grade"

By itself. It calls the product as WSGI in this thread, as `requests` does. Functions of C count for those
who call them, but for those that have a line of their own: SQLite, JSON, random numbers, signatures.
"""

import argparse
import cProfile
import pstats
import time
from collections import defaultdict
from collections.abc import Callable

from bench.requests import Kind, all_kinds, call
from bench.server import prepare

PARTS = {
    "sqlite3.Cursor": "SQLite and its driver",
    "sqlite3.Connection": "SQLite and its driver",
    "tutorial/sqlite3": "SQLite and its driver",
    "django/db/backends": "SQLite and its driver",
    "posix.urandom": "random numbers (CSRF, nonce)",
    "_random": "random numbers (CSRF, nonce)",
    "/random.py": "random numbers (CSRF, nonce)",
    "/secrets.py": "random numbers (CSRF, nonce)",
    "django/utils/crypto": "random numbers (CSRF, nonce)",
    "django/middleware/csrf": "random numbers (CSRF, nonce)",
    "_hashlib": "signatures and digests",
    "_hmac": "signatures and digests",
    "/hmac.py": "signatures and digests",
    "/hashlib.py": "signatures and digests",
    "django/core/signing": "signatures and digests",
    "/json/": "JSON",
    "_json": "JSON",
    "django/db": "ORM",
    "django/template": "templates",
    "django/urls": "finding the address",
    "django/forms": "forms",
    "pydantic": "ninja and pydantic",
    "ninja": "ninja and pydantic",
    "django/": "Django's request, response and middleware",
    "django_htmx": "Django's request, response and middleware",
    "http/cookies": "Django's request, response and middleware",
    "csp": "Django's request, response and middleware",
    "lessons/page_cache": "kept pages",
    "lessons/learner_parts": "kept pages",
    "lessons/": "lessons",
    "quizzes/": "quizzes",
    "live_demo/": "live_demo",
    "tutorial/": "tutorial (middleware)",
}
"""{piece of a file's name, or of a function of C: part}: the first that fits counts."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.profiles", description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of the names of kinds; all, if none is named")
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--functions", type=int, default=0, help="print so many of the costliest, too")
    options = parser.parse_args()
    prepare()
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    for kind in all_kinds():
        if not options.names or any(name in kind.name for name in options.names):
            _report(application, kind, max(3, options.calls // kind.sheets), options.functions)


def _report(application: Callable[..., object], kind: Kind, calls: int, functions: int) -> None:
    requests = [kind.make() for _ in range(calls + 3)]
    for request in requests[:3]:
        call(application, request)
    profile = cProfile.Profile(time.thread_time)
    profile.enable()
    for request in requests[3:]:
        call(application, request)
    profile.disable()
    stats = pstats.Stats(profile)
    parts, total = shares(stats)
    count = stats.total_calls / calls  # type: ignore[attr-defined]
    print(f"\n{kind.name}: {1000 * total / calls:.2f} ms under cProfile, {count:.0f} calls of functions")
    for part, seconds in sorted(parts.items(), key=lambda each: -each[1]):
        if seconds > total / 100:
            print(f"  {100 * seconds / total:5.1f} %  {part}")
    if functions:
        stats.sort_stats("tottime").print_stats(functions)


def shares(stats: pstats.Stats) -> tuple[dict[str, float], float]:
    """{part: seconds of its own}, and all seconds."""
    found: dict[str, float] = defaultdict(float)
    for function, (_, _, own, _, callers) in stats.stats.items():  # type: ignore[attr-defined]
        part = _part(function)
        if part or not callers:
            found[part or "the rest"] += own
            continue
        for caller, (*_, share, _) in callers.items():
            found[_part(caller) or "the rest"] += share
    return found, sum(found.values())


def _part(function: tuple[str, int, str]) -> str:
    file, _, name = function
    text = name if file == "~" else file.rpartition("site-packages/")[2]
    return next((part for piece, part in PARTS.items() if piece in text), "")


if __name__ == "__main__":
    main()
