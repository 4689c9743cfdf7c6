"""The browser's side of a lab: its client.js, and which of its lines a run has reached.

The page of a live run runs this very file. What crosses the wire tells which of its handlers runs: the
browser calls `onopen` for an accepted handshake, `onmessage` for a message, `onclose` for every end.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString

from lessons.highlight import highlighted_file
from live_demo.lab import read_lab_file
from live_demo.trace.point import Frame, TracePoint

FILENAME = "client.js"
PLAIN = "chat"
"""The lab whose client is run for labs that have none of their own."""

_PLACES = {
    "new": re.compile(r"new WebSocket\("),
    "open": re.compile(r"\.onopen ="),
    "message": re.compile(r"\.onmessage ="),
    "close": re.compile(r"\.onclose ="),
    "send": re.compile(r"socket\.send\("),
    "stop": re.compile(r"socket\.close\("),
}
WORDS = {
    "new": "The page asks for a socket.",
    "open": "onopen runs: the socket is open.",
    "message": "onmessage runs: a message has come.",
    "close": "onclose runs: the socket is closed.",
    "send": "The page sends a message.",
    "stop": "The page closes the socket.",
}
"""{name of what runs: words for it}. The line of a handler is its first one."""


@dataclass(frozen=True, slots=True)
class BrowserLine:
    """A line of the file. `runs` names what runs there, '' on all other lines; `is_now`: it ran last."""

    html: SafeString
    runs: str
    words: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class BrowserCode:
    """The file of `lab`, line by line. `version` changes with its text, `words` say what ran last."""

    lab: str
    version: str
    lines: list[BrowserLine]
    words: str


def browser_code(lab: str, points: Iterable[TracePoint] = ()) -> BrowserCode:
    """The browser's code of `lab` after `points` of a run."""
    source = client_source(lab)
    now = runs_last(points)
    places = {number: name for name, number in places_in(source).items()}
    lines = [
        BrowserLine(html, runs, WORDS.get(runs, ""), is_now=bool(runs) and runs == now)
        for number, html in enumerate(highlighted_file(FILENAME, source), start=1)
        for runs in [places.get(number, "")]
    ]
    return BrowserCode(lab, version_of(source), lines, WORDS.get(now, ""))


@cache
def client_source(lab: str) -> str:
    """The text of the lab's client.js."""
    return read_lab_file(lab, FILENAME) or read_lab_file(PLAIN, FILENAME)


def version_of(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def places_in(source: str) -> dict[str, int]:
    """{what runs: the number of its line} in the text of a client.js."""
    lines = source.splitlines()
    found = {}
    for name, pattern in _PLACES.items():
        number = next((number for number, line in enumerate(lines, start=1) if pattern.search(line)), None)
        if number:
            found[name] = _first_of_body(lines, number)
    return found


def _first_of_body(lines: list[str], number: int) -> int:
    """The first line of code in the handler that begins at line `number`; that line where it has no body."""
    if not lines[number - 1].rstrip().endswith("{"):
        return number
    after = enumerate(lines[number:], start=number + 1)
    return next(place for place, line in after if not line.strip().startswith("//"))


def runs_at(frame: Frame) -> str:
    """What the browser runs for `frame`, by its name in `WORDS`."""
    by_kind = {"upgrade": "new", "accept": "open", "refuse": "close", "lost": "close"}
    if frame.kind in by_kind:
        return by_kind[frame.kind]
    if frame.kind == "close":
        return "stop" if frame.to == "server" else "close"
    return "send" if frame.to == "server" else "message"


def runs_last(points: Iterable[TracePoint]) -> str:
    """What ran last; '' before the first frame. The answer to a close of the server runs nothing."""
    last = ""
    for point in points:
        if point.frame and not (last == "close" and runs_at(point.frame) == "stop"):
            last = runs_at(point.frame)
    return last
