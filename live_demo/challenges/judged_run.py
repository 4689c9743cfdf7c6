"""The run that a verdict is about: what each connection of a test has recorded, and where the promise broke.

A sandboxed worker tells these points of itself. They are shown, and decide nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from live_demo.challenges.wire import BrokenPromiseError
from live_demo.trace.point import TracePoint
from live_demo.trace.stored import stored

MAX_BYTES = 48 * 1024
"""Largest record of one connection, as JSON text. The rest is left out."""
_MAX_POINTS = 1_000


@dataclass(slots=True)
class Connection:
    """One connection of a test: the number of its client in the script, and its points."""

    client: int
    points: list[TracePoint] = field(default_factory=list)

    def take(self, point: TracePoint) -> None:
        if len(self.points) < _MAX_POINTS:
            self.points.append(point)

    @property
    def sent(self) -> list[TracePoint]:
        """The points at which something crossed the wire to the client."""
        return [
            point for point in self.points if point.frame and point.frame.to == "browser" and not point.error
        ]

    def place_of(self, error: BrokenPromiseError) -> int:
        """The number of the point at which the promise broke: a frame, an exception, the last; 0: none."""
        frames = self.sent
        if 0 < error.sent <= len(frames):
            return frames[error.sent - 1].number
        found = self._exception or (self.points[error.last - 1] if error.last else None)
        return found.number if found else 0

    def raised_until(self, number: int) -> str:
        """The exception that has left the consumer by this point: 'ValueError: odd in line 12'; or ''."""
        point = self._exception
        if point is None or point.number > number:
            return ""
        return f"{point.error.rstrip('.')}{f' in line {point.line}' if point.line else ''}"

    @property
    def _exception(self) -> TracePoint | None:
        found = (point for point in self.points if point.event == "exception")
        return next((point for point in found if not point.error.startswith("CancelledError")), None)

    def as_json(self) -> dict[str, Any]:
        """{client, trace}: the trace as `points_in` reads it, cut to `MAX_BYTES`."""
        left, fitting = MAX_BYTES, []
        for data in stored(self.points):
            left -= len(json.dumps(data))
            if left < 0:
                break
            fitting.append(data)
        return {"client": self.client, "trace": fitting}


def with_lines(points: Sequence[TracePoint]) -> list[TracePoint]:
    """The points, of which each that has no line gets the one that had run last: it sent the frame there.

    A frame that the consumer of another client has sent has its line already.
    """
    found: list[TracePoint] = []
    line = function = None
    for point in points:
        if point.line and point.layer == "code":
            line, function = point.line, point.function
        is_by_code = is_sent(point) and not point.line
        found.append(replace(point, line=line, function=function) if is_by_code else point)
    return found


def is_sent(point: TracePoint) -> bool:
    """Whether something crossed the wire to the client at `point`."""
    return point.frame is not None and point.frame.to == "browser"
