"""A recorded run as the player shows it: at one point, with all points at hand; and as a trace file."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from lessons.models import Lesson
from live_demo.lab import Lab
from live_demo.trace.point import TracePoint
from live_demo.view.fragments import frame_fragment
from live_demo.view.panes import Panes, panes
from live_demo.view.run_view import RunView
from live_demo.view.sentences import sentence

FORMAT = "handshake-trace/1"
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Replay:
    """What `templates/live_demo/_player.html` shows: the panes at point `number` of `last`."""

    panes: Panes
    number: int
    last: int
    export: str
    json: SafeString
    blank_frame: SafeString

    @property
    def before(self) -> bool:
        return self.number > 1

    @property
    def after(self) -> bool:
        return self.number < self.last


def replay(
    lesson: Lesson,
    points: list[TracePoint],
    *,
    server: str,
    wanted: str,
    at_end: bool,
    export: str = "",
    lab: Lab | None = None,
) -> Replay | None:
    """The player at point `wanted`, as an address gives it, else at one end; None without a point."""
    if not points:
        return None
    last = len(points)
    number = min(max(int(wanted), 1), last) if wanted.isdecimal() else last if at_end else 1
    data = json.dumps(trace_file(lesson, points, server=server, lab=lab)).translate(_UNSAFE)
    return Replay(
        panes=panes(lesson, points[:number], lab),
        number=number,
        last=last,
        export=export,
        json=mark_safe(data),  # noqa: S308  no "<" is left in it, as in Django's json_script
        blank_frame=frame_fragment().render(
            number=0, to="", kind="", side="", label="", readable=" ", by="", by_words="", gap=""
        ),
    )


def trace_file(
    lesson: Lesson, points: list[TracePoint], *, server: str, lab: Lab | None = None
) -> dict[str, Any]:
    """A run as the player plays it without a server: each point with its sentence."""
    view = RunView.of(lesson, lab)
    return {
        "format": FORMAT,
        "track": lesson.track.slug,
        "lesson": lesson.slug,
        "lab": lesson.lab,
        "source": view.lab.source,
        "server": server,
        "variables": view.variables,
        "points": [point.as_json() | {"sentence": sentence(point, view.lab)} for point in points],
    }
