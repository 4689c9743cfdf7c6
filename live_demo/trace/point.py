"""Trace points: what is known of one moment of a run. Pure data; imports nothing of Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Layer = Literal["asgi", "code", "learner", "server"]


@dataclass(slots=True)
class Frame:
    """Something that crossed the wire, as the ASGI events tell it.

    `to` is the side that it goes to, `label` what the diagram writes, `size` the payload in bytes,
    `code` a close code (RFC 6455, section 7.4) or an HTTP status, `reason` why the server closed. `by` is
    'server' where no ASGI event told of it: the server did it by itself, as
    `live_demo.middleware.server_errors` says.
    """

    to: Literal["server", "browser"]
    kind: Literal["upgrade", "accept", "refuse", "text", "binary", "close", "lost"]
    label: str
    size: int = 0
    code: int | None = None
    reason: str = ""
    by: Literal["", "server"] = ""


@dataclass(slots=True)
class TracePoint:
    """One recorded moment, complete in itself: nobody needs its neighbors to draw it."""

    number: int
    """Counts from 1 within the run."""
    at: int
    """Microseconds since the connection arrived, on a monotonic clock."""
    layer: Layer
    event: str
    """An ASGI event type; for code 'line', 'return' or 'exception'; of a learner who expects something
    'commit', and 'quiet' where the turn has ended without a message; else what the server noticed."""
    function: str | None = None
    line: int | None = None
    """For 'line' the line that runs next; for 'return' and 'exception' the last one."""
    attributes: dict[str, str] = field(default_factory=dict)
    """The consumer's own attributes, as Python writes their values (bounded, see `literal`)."""
    locals: dict[str, str] = field(default_factory=dict)
    before: dict[str, str | None] = field(default_factory=dict)
    """The value that each attribute had before its last change; None where it was not there."""
    changed: list[str] = field(default_factory=list)
    """The attributes that changed at this point."""
    frame: Frame | None = None
    step: int | None = None
    """The step of the execution table that this point reaches."""
    current: int | None = None
    """The step that the run is in."""
    times: dict[int, int] = field(default_factory=dict)
    """How often each step has been reached so far."""
    error: str = ""
    expected: dict[str, Any] = field(default_factory=dict)
    """The latest expectation of the learner, see `live_demo.expect`; empty where there was none."""
    gap: int | None = None
    """Microseconds since the frame before; not stored, as `with_gaps` finds it again."""

    def as_json(self) -> dict[str, Any]:
        """The point for a trace file; what is empty is left out."""
        data: dict[str, Any] = {
            "number": self.number,
            "at": self.at,
            "layer": self.layer,
            "event": self.event,
        }
        for name in (
            "function",
            "line",
            "attributes",
            "locals",
            "before",
            "changed",
            "step",
            "current",
            "times",
            "error",
            "expected",
        ):
            if value := getattr(self, name):
                data[name] = value
        if frame := self.frame:
            data["frame"] = {name: value for name in Frame.__slots__ if (value := getattr(frame, name))}
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TracePoint:
        """The point that `as_json` wrote."""
        frame = Frame(**data["frame"]) if data.get("frame") else None
        times = {int(step): times for step, times in data.get("times", {}).items()}
        return cls(**{**data, "frame": frame, "times": times})


def with_gaps(points: list[TracePoint]) -> list[TracePoint]:
    """`points`, each with a frame now knowing how long after the last frame it came."""
    before: int | None = None
    for point in points:
        if point.frame:
            point.gap = None if before is None else point.at - before
            before = point.at
    return points


def points_in(trace: list[dict[str, Any]]) -> list[TracePoint]:
    """The points of a stored trace."""
    return with_gaps([TracePoint.from_json(point) for point in trace])
