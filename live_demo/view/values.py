"""The values of a run's fragments: words and numbers, by the names in their templates.

The server fills them with these for page and watch socket; a trace file carries them to the player, which
fills the same fragments in the browser. Nothing else words a trace point.
"""

import json
from typing import Any

from live_demo.lab import Lab
from live_demo.trace.point import Frame, TracePoint
from live_demo.view.browser_code import runs_at
from live_demo.view.fault import fault_line, fault_name
from live_demo.view.sentences import is_cancelled, sentence
from live_demo.view.stations import station_at

NOTHING = "—"
"""Shown for a variable that has no value."""
NOTHING_YET = "Nothing of this run has come here yet."
NEXT = "next"
BY_ITSELF = "sent by the server itself"

_encode = json.JSONEncoder(separators=(",", ":")).encode

_NO_STATE: dict[str, Any] = {"function": "", "attributes": {}, "locals": {}}

type Values = dict[str, str | int]
"""Values of one fragment: {name that `fragments` lists for it: text or number}."""


def now_values(point: TracePoint | None, lab: Lab, *, is_begun: bool = False) -> Values:
    """The moment of `point` (None: before the run): its line, step, station ("" if none), time, sentence.

    `is_begun`: a run goes on, even if it has no point yet.
    """
    return {
        "number": point.number if point else 0,
        "at": point.at if point else 0,
        "line": (point.line or fault_line(point)) if point else "",
        "step": (point.current or "") if point else "",
        "values": state_values(point),
        "station": station_at(point, lab),
        "readable": readable_time(point.at) if point else "",
        "sentence": NOTHING_YET if is_begun and point is None else sentence(point, lab),
    }


def state_values(point: TracePoint | None) -> str:
    """The attributes and locals at a point of the code, as JSON; "" elsewhere. `raised` names an exception.

    `inline_values.js` compares them with those of the point before: what differs was set by its line.
    """
    if point and fault_line(point):
        return _encode(_NO_STATE | {"event": point.event, "raised": fault_name(point)})
    if point is None or point.layer != "code" or not point.function:
        return ""
    state = {
        "event": point.event,
        "function": point.function,
        "attributes": point.attributes,
        "locals": point.locals,
    }
    if point.event == "exception" and not is_cancelled(point):
        state["raised"] = point.error.partition(":")[0]
    return _encode(state)


def frame_values(point: TracePoint) -> Values:
    """The frame that crossed the wire at `point`, which has one: its side, its label, its times."""
    assert point.frame
    return {**kind_values(point.frame), **moment_values(point, point.frame)}


def kind_values(frame: Frame) -> Values:
    """What follows from side, kind and origin of `frame` alone."""
    return {
        "to": frame.to,
        "kind": frame.kind,
        "side": "Browser to server" if frame.to == "server" else "Server to browser",
        "by": frame.by,
        "by_words": BY_ITSELF if frame.by else "",
        "runs": runs_at(frame),
    }


def moment_values(point: TracePoint, frame: Frame) -> Values:
    """What `frame` says, and when it crossed the wire: at `point`."""
    return {
        "number": point.number,
        "at": point.at,
        "label": frame.label,
        "readable": ("from " if frame.by else "") + readable_time(point.at),
        "gap": "" if point.gap is None else f"+{readable_time(point.gap)}",
    }


def times_values(step: int, point: TracePoint | None) -> Values:
    """How often `step` has been reached at `point`. While the consumer is created, the first one is next."""
    times = point.times.get(step, 0) if point else 0
    not_yet = NEXT if point and step == 1 and is_created_at(point) else "not yet"
    return {"step": step, "times": times, "text": f"{times}×" if times else not_yet}


def is_created_at(point: TracePoint) -> bool:
    """Whether the consumer is being created: the request has come, and is handed to it as its first event."""
    return point.layer == "code" and point.function == "__init__" and point.event != "exception"


def variable_values(name: str, point: TracePoint | None) -> tuple[Values, Values]:
    """Both cells of the variable `name`: its value before the last change, and its value at `point`."""
    before, value = (point.before.get(name), point.attributes.get(name)) if point else (None, None)
    number = point.number if point and name in point.changed else 0
    return _cell(f"before-{name}", before, 0), _cell(f"value-{name}", value, number)


def _cell(element: str, text: str | None, number: int) -> Values:
    """A cell with the id `element`. `number` is the point that has just changed its value, else 0."""
    return {"id": element, "number": number, "text": NOTHING if text is None else text}


def readable_time(microseconds: int) -> str:
    """Microseconds as text: '0.42 ms', '12.3 ms' or, from 100 ms on, '1.250 s'."""
    if microseconds < 1000:
        return f"{microseconds / 1000:.2f} ms"
    if microseconds < 100_000:
        return f"{microseconds / 1000:.1f} ms"
    return f"{microseconds / 1_000_000:.3f} s"
