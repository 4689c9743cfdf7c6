"""A run of a learner's own code as HTML: as any run, with a log of what the code has printed and raised."""

import re
from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from live_demo.sandbox.output import LAST_LINE, NOT_LOADED, PRINTED, RAISED
from live_demo.trace.point import TracePoint
from live_demo.view.run_view import RunView

_IN_FILE = re.compile(r'File "(\w+\.py)", line (\d+)')


class OwnCodeView(RunView):
    """A view with a log, which stands in the element `log` of the page."""

    def render_group(self, points: Sequence[TracePoint]) -> str:
        added = log_entries(points)
        log = format_html('<div id="log" data-hx-swap-oob="beforeend">{}</div>', added) if added else ""
        return log + super().render_group(points)

    def whole(self, points: Sequence[TracePoint]) -> str:
        log = format_html('<div id="log" data-hx-swap-oob="innerHTML">{}</div>', log_entries(points))
        return log + super().whole(points)


def log_entries(points: Iterable[TracePoint]) -> SafeString:
    """What the code has printed, logged and raised, and why it could not be run, as paragraphs of a log."""
    return format_html_join(
        "",
        '<pre class="{}">{}</pre>',
        (
            (point.event.partition(".")[2], _entry(point))
            for point in points
            if point.event in (PRINTED, RAISED, NOT_LOADED, "worker.died", "worker.missing")
        ),
    )


def _entry(point: TracePoint) -> SafeString:
    if point.event == "worker.died":
        return _with_last_line(point.locals["how"])
    if point.event == "worker.missing":
        return format_html("Not run: {}.", point.locals["why"])
    if point.event != NOT_LOADED:
        return _linked(point.locals["text"])
    line = point.locals["line"]
    where = format_html(' (<a href="#line-{}">line {}</a>)', line, line) if line.isdecimal() else ""
    return format_html("Not run{}: {}", where, point.locals["why"])


def _with_last_line(how: str) -> SafeString:
    """How the run was ended. The line that it was seen at last is a link."""
    words, at, line = how.rpartition(LAST_LINE)
    if not at:
        return format_html("Ended: {}.", how)
    return format_html(
        'Ended: {}{}<a href="#line-{}">line {}</a>.', words, at.removesuffix("line "), line, line
    )


def _linked(text: str) -> SafeString:
    """`text` with a link to the code at each line of the learner's file that a traceback names."""
    pieces = _IN_FILE.split(text)
    found = zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True)
    rows = [(line, name, line, rest) for name, line, rest in found]
    linked = format_html_join("", '<a href="#line-{}">File "{}", line {}</a>{}', rows)
    return format_html("{}{}", pieces[0], linked)
