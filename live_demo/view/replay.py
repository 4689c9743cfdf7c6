"""A recorded run in the player, which shows one point and holds all others, and as a trace file."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from lessons.models import Lesson
from lessons.numbers import number_in
from live_demo.lab import Lab
from live_demo.trace.point import TracePoint
from live_demo.view.fragments import frame_fragment, now_fragment, times_fragment, value_fragment
from live_demo.view.panes import Panes, panes
from live_demo.view.run_view import RunView

FORMAT = "handshake-trace/2"
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Replay:
    """What `templates/live_demo/_player.html` shows: the panes at point `number` of `last`.

    `export` is the URL of the trace file or '', `json` that file for the script of the page.
    """

    panes: Panes
    number: int
    last: int
    export: str
    json: SafeString
    blanks: dict[str, SafeString]
    """The fragments that change from point to point, for the browser to fill."""

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
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
    """The player for `points`; None where there are none.

    `wanted` is the number of a point as text from a URL. A number beyond the ends is taken as the nearest
    point; where it is no number, the player stands at the last point if `at_end`, else at the first.
    """
    if not points:
        return None
    last = len(points)
    asked = number_in(wanted)
    number = min(max(asked, 1), last) if asked is not None else last if at_end else 1
    data = json.dumps(played(lesson, points, server=server, lab=lab), separators=(",", ":"))
    return Replay(
        panes=panes(lesson, points[:number], lab),
        number=number,
        last=last,
        export=export,
        json=mark_safe(data.translate(_UNSAFE)),  # noqa: S308  no "<" is left in it, as in Django's json_script
        blanks=_blanks(),
    )


def _blanks() -> dict[str, SafeString]:
    fragments = {
        "frame": frame_fragment(),
        "now": now_fragment(),
        "times": times_fragment(),
        "value": value_fragment(),
    }
    return {name: fragment.blank() for name, fragment in fragments.items()}


def trace_file(
    lesson: Lesson, points: list[TracePoint], *, server: str, lab: Lab | None = None
) -> dict[str, Any]:
    """The run as JSON-serializable data: each point as it was recorded, and as it is `shown`.

    `FORMAT` names the version of the format.
    """
    data = played(lesson, points, server=server, lab=lab)
    shown = data["points"]
    return data | {"points": [point.as_json() | each for point, each in zip(points, shown, strict=True)]}


def played(
    lesson: Lesson, points: list[TracePoint], *, server: str, lab: Lab | None = None
) -> dict[str, Any]:
    """The run as JSON-serializable data: all that the player needs to show it, without asking the server.

    A point is its number and what is shown there, see `RunView.shown`.
    """
    view = RunView.of(lesson, lab)
    return {
        "format": FORMAT,
        "track": lesson.track.slug,
        "lesson": lesson.slug,
        "lab": lesson.lab,
        "source": view.lab.source,
        "server": server,
        "variables": view.variables,
        "points": [{"number": point.number, "shown": view.shown(point)} for point in points],
    }
