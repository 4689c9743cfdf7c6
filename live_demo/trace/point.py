"""Trace points: what is known of one moment of a run. Pure data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal

Layer = Literal["asgi", "code", "learner", "server"]
STATES = ("attributes", "before", "times", "expected", "current")
"""The fields of a point that stay in force until a later point changes them."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
_LEFT_OUT_WHERE_EMPTY = (
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
    "by_socket",
)


@dataclass(slots=True)
class Frame:
    """Something that crossed the wire, as an ASGI event tells of it.

    `to` is the side that receives it, `label` the text in the diagram, `size` the payload in bytes, `code` a
    close code (RFC 6455, section 7.4) or an HTTP status, `reason` the reason of a close. `by` is 'server'
    where no ASGI event tells of it: the server did it by itself (`live_demo.middleware.server_errors`).
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
    """One recorded moment. It is complete: it can be drawn without the points around it."""

    number: int
    """Counts from 1 within the run."""
    at: int
    """Microseconds since the handshake request reached the consumer's process, on a monotonic clock."""
    layer: Layer
    event: str
    """Of the layer 'asgi' the type of the ASGI event. Of 'code' it is 'line', 'return' or 'exception'. Of
    'learner' it is 'commit' for an expectation, and 'quiet' where the turn has ended without a message. Of
    'server' it is what the server has noticed, such as 'worker.blocked'."""
    function: str | None = None
    line: int | None = None
    """For 'line' the line that runs next; for 'return' and 'exception' the last one. Of an ASGI event the one
    that has sent it, where that was run by the consumer of another socket: of `by_socket`."""
    attributes: dict[str, str] = field(default_factory=dict)
    """The consumer's own attributes, as Python writes their values (`repr_cache.literal`, bounded)."""
    locals: dict[str, str] = field(default_factory=dict)
    """The locals of the function, written likewise; of the layer 'server' the details of the event."""
    before: dict[str, str | None] = field(default_factory=dict)
    """The value of each attribute before its last change; None where it did not exist."""
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
    """The exception that left the consumer, or why the event could not be handed over."""
    expected: dict[str, Any] = field(default_factory=dict)
    """The learner's latest expectation (`trace.expectations`); empty where there was none."""
    by_socket: int = 0
    """The socket of the same worker whose consumer has sent this event, where it is not that of this run."""
    gap: int | None = None
    """Microseconds since the frame before. It is not stored: `with_gaps` computes it again."""

    def as_json(self, follows: Mapping[str, Any] = NOTHING) -> dict[str, Any]:
        """The point for a trace file, without what is empty.

        `follows` has the states that follow from the point before. One that is as it follows is left out; any
        other is written, even if it is empty.
        """
        data: dict[str, Any] = {
            "number": self.number,
            "at": self.at,
            "layer": self.layer,
            "event": self.event,
        }
        for name in _LEFT_OUT_WHERE_EMPTY:
            value = getattr(self, name)
            if name not in follows:
                if value:
                    data[name] = value
            elif value is not follows[name] and value != follows[name]:
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
    """`points`, with the `gap` of each point that has a frame set."""
    before: int | None = None
    for point in points:
        if point.frame:
            point.gap = None if before is None else point.at - before
            before = point.at
    return points


def disorder(points: Sequence[TracePoint]) -> str:
    """A sentence about the first two frames that are not in the order of their times; empty if all are."""
    frames = [point for point in points if point.frame]
    for before, after in pairwise(frames):
        if after.at < before.at:
            return f"the frame of point {after.number} is earlier than that of point {before.number}"
    return ""


def points_in(trace: list[dict[str, Any]]) -> list[TracePoint]:
    """The points of a stored trace. A state that a point does not have follows from the point before it."""
    points: list[TracePoint] = []
    for data in trace:
        states = states_after(points[-1] if points else None, data.get("changed", ()))
        points.append(TracePoint.from_json({**states, **data}))
    return with_gaps(points)


def states_after(last: TracePoint | None, changed: Sequence[str]) -> dict[str, Any]:
    """The states of a point that changes these attributes, as far as they follow from `last`."""
    if last is None:
        return {}
    return {name: getattr(last, name) for name in STATES} | {"before": before_after(last, changed)}


def before_after(last: TracePoint, changed: Sequence[str]) -> dict[str, str | None]:
    """What a point after `last` that changes these attributes has in `before`."""
    if not changed:
        return last.before
    return {**last.before, **{name: last.attributes.get(name) for name in changed}}
