"""Trace points that come from a sandboxed worker: a learner's code can have made them up.

They are drawn, and prove nothing. What is checked is that they can be drawn and stored.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from live_demo.sandbox.output import NOT_LOADED, PRINTED, RAISED
from live_demo.trace.point import TracePoint
from live_demo.trace.stored import CUT, storable

NOTICES: Mapping[str, set[str]] = {
    PRINTED: {"text"},
    RAISED: {"text"},
    NOT_LOADED: {"why", "line"},
    CUT: set(),
}
"""The events of the layer 'server' that a sandboxed worker records, and the details of each."""
_OF_CLOSE = ("close", "refuse")
_LONGEST = 3_600_000_000
"""Microseconds: no run lasts an hour."""
_POINT = TypeAdapter(TracePoint)


def point_of(data: Mapping[str, Any]) -> TracePoint:
    """The point that a sandboxed worker wrote. Raises `ValueError` where it is none that can be drawn."""
    read = TracePoint.from_json(storable(data))
    point = _POINT.validate_python(read.as_json() | {"times": read.times})
    is_notice = point.event in NOTICES
    if point.layer == "learner" or is_notice != (point.layer == "server") or point.expected:
        raise ValueError("a point that only the serving process records")
    if is_notice and NOTICES[point.event] != set(point.locals):
        raise ValueError(f"a point of {point.event} with other details")
    is_drawn = point.frame is not None and point.frame.kind in _OF_CLOSE
    if point.event == "websocket.close" and not (is_drawn or (point.error and point.frame is None)):
        raise ValueError("a close without its frame")
    if not 0 <= point.at < _LONGEST:
        raise ValueError("a point of another time")
    return point
