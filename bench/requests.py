"""Processor time of one request, called as WSGI in this thread: multiples of a view that does nothing.

Other programs on the machine do not count here, so the ratios are steadier than those over sockets.
"""

import io
import json
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.plot import Bar, draw

LESSON = "django-channels/websocket-support"
CSRF = "c" * 32
GOALS = {
    **{
        f"{page}, guest": goal
        for page, goal in (("home", 3), ("track", 3.5), ("lesson", 3.5), ("quiz", 3.5), ("step", 4))
    },
    **{f"{page}, learner": 6 for page in ("home", "track", "lesson", "quiz", "step")},
    "quiz answer, stored": 3.3,
    "API grade": 2,
}
CALLS = 30
"""Calls of one kind in one round."""

Environ = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of request: `make` gives the WSGI environment of the next one; `sheets` are graded by a call."""

    name: str
    make: Callable[[], Environ]
    sheets: int = 1


def report(rounds: int, plots: Path | None = None) -> None:
    """Interleaved rounds; prints medians and ratios, and draws the ratios."""
    from django.core.wsgi import get_wsgi_application

    application, kinds = get_wsgi_application(), list(all_kinds())
    times: dict[str, list[float]] = {kind.name: [] for kind in kinds}
    for number in range(rounds + 1):
        for kind in kinds:
            seconds = _measure(application, kind, CALLS if kind.sheets == 1 else 3)
            if number:  # the first round warms up
                times[kind.name].append(seconds)
    medians = {name: statistics.median(each) for name, each in times.items()}
    _print(kinds, medians, rounds)
    constant = medians["constant"]
    bars = [
        Bar(kind.name, medians[kind.name] / constant, GOALS.get(kind.name))
        for kind in kinds[1:]
        if kind.sheets == 1
    ]
    draw(plots, "requests", "One request, multiples of a constant view (line: goal)", bars)


def all_kinds() -> Iterator[Kind]:
    """The constant first, then pages of a guest and of a learner, answers, and calls of the API."""
    learner = _learner()
    yield Kind("constant", lambda: environ("GET", "/bench/constant"))
    for name, path in pages().items():
        yield Kind(f"{name}, guest", lambda path=path: environ("GET", path))  # type: ignore[misc]
        gzip = {"Accept-Encoding": "gzip"}  # as every browser asks
        yield Kind(f"{name}, guest, gzip", lambda path=path, headers=gzip: environ("GET", path, **headers))  # type: ignore[misc]
        yield Kind(f"{name}, learner", lambda path=path: environ("GET", path, Cookie=learner))  # type: ignore[misc]
    yield Kind("quiz answer, stored", _answer)
    yield from _api_kinds()


def pages() -> dict[str, str]:
    """{name: path} of the pages that are measured."""
    lesson = f"/learn/{LESSON}/"
    return {
        "home": "/",
        "track": "/learn/django-channels/",
        "lesson": lesson,
        "quiz": f"{lesson}quiz/",
        "step": f"{lesson}step/",
    }


def _api_kinds() -> Iterator[Kind]:
    from quizzes.api.keys import new_key
    from quizzes.api.models import ApiKey

    key = ApiKey(name="bench of requests")
    secret = new_key(key)
    key.save()
    answers = {"state-after-step-2": "a", "step-that-replies": "c"}
    path = f"/api/v1/quizzes/{LESSON}/grade"
    sheets = [{"id": str(number), "answers": answers} for number in range(1000)]
    yield Kind("API grade", lambda: _post(path, {"answers": answers}, secret))
    yield Kind("API grade, 1,000 sheets", lambda: _post(f"{path}-batch", {"sheets": sheets}, secret), 1000)


def _learner() -> str:
    """The cookie of a learner who has used every way of the lesson."""
    from lessons.models import Learner, Lesson
    from lessons.progress import note_use
    from lessons.ways import WAYS

    learner, lesson = Learner.objects.create(), Lesson.objects.get(slug=LESSON.split("/")[1])
    for way in WAYS.values():
        note_use(learner, lesson, way)
    return _cookie(learner.id)


def _cookie(learner: uuid.UUID) -> str:
    from django.core import signing

    return f"learner={signing.dumps(str(learner), salt='lessons.identity')}"


def _answer() -> Environ:
    cookie = f"csrftoken={CSRF}; {_cookie(uuid.uuid4())}"
    headers = {"Cookie": cookie, "X-CSRFToken": CSRF, "HX-Request": "true"}
    kind = "application/x-www-form-urlencoded"
    return environ("POST", f"/learn/{LESSON}/quiz/state-after-step-2/", b"q1-choice=a", kind, **headers)


def _post(path: str, body: object, secret: str) -> Environ:
    return environ(
        "POST", path, json.dumps(body).encode(), "application/json", Authorization=f"Bearer {secret}"
    )


def environ(method: str, path: str, body: bytes = b"", kind: str = "", **headers: str) -> Environ:
    """The WSGI environment of one request (PEP 3333)."""
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }


def _measure(application: Any, kind: Kind, calls: int) -> float:
    """Seconds of this thread's processor time for a call."""
    total = 0.0
    for _ in range(calls):
        request = kind.make()
        start = time.thread_time()
        status, body = call(application, request)
        total += time.thread_time() - start
        if not status.startswith("200"):
            raise RuntimeError(f"{kind.name}: {status} {body[:200]!r}")
    return total / calls


def call(application: Any, request: Environ) -> tuple[str, bytes]:
    """The status and the body of the response."""
    statuses: list[str] = []
    response = application(request, lambda status, headers: statuses.append(status))
    body = b"".join(response)
    response.close()
    return statuses[0], body


def _print(kinds: list[Kind], medians: dict[str, float], rounds: int) -> None:
    print(f"\nOne request through WSGI, {rounds} rounds of {CALLS} calls a kind, processor time")
    print(f"{'':28}{'ms':>9}{'of constant':>13}{'sheets for a grade':>20}")
    constant, grade = medians["constant"], medians["API grade"]
    for kind in kinds:
        each = medians[kind.name]
        sheets = f"{kind.sheets * grade / each:20.0f}" if kind.sheets > 1 else ""
        print(f"{kind.name:28}{each * 1000:9.2f}{each / constant:13.1f}{sheets}")
