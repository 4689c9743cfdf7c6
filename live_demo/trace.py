"""Trace points: what is known of one moment of a run. Pure data; imports nothing of Django."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Layer = Literal["asgi", "code"]


@dataclass(slots=True)
class Frame:
    """Something that crossed the wire, as the ASGI events tell it.

    `to` is the side that it goes to, `label` what the diagram writes, `size` the payload in bytes,
    `code` a close code (RFC 6455, section 7.4) or an HTTP status, `reason` why the server closed.
    """

    to: Literal["server", "browser"]
    kind: Literal["upgrade", "accept", "refuse", "text", "binary", "close", "lost"]
    label: str
    size: int = 0
    code: int | None = None
    reason: str = ""


@dataclass(slots=True)
class TracePoint:
    """One recorded moment, complete in itself: nobody needs its neighbors to draw it."""

    number: int
    """Counts from 1 within the run."""
    at: int
    """Microseconds since the connection arrived, on a monotonic clock."""
    layer: Layer
    event: str
    """An ASGI event type; for code 'line', 'return' or 'exception'."""
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


class _Unshown(str):
    """Stands for a value that is not shown; written without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


_ATOMS = frozenset({int, float, bool, type(None)})
_LONGEST_TEXT = 80
_MOST_ITEMS = 10


def literal(value: Any) -> str:
    """`value` as Python writes it, bounded in size and depth.

    Exact builtin types only: anything else is named by its type, so that no foreign code runs here.
    """
    kind = type(value)
    if value is None or _is_short(kind, value):
        return repr(value)
    if kind is list and len(value) <= _MOST_ITEMS and all(_is_short(type(item), item) for item in value):
        return repr(value)  # the common cases, without a copy
    return repr(_bounded(value, depth=0))


def _is_short(kind: type, value: Any) -> bool:
    return (kind is str and len(value) <= _LONGEST_TEXT) or kind is bool or kind is float


def _bounded(value: Any, depth: int) -> Any:
    kind = type(value)
    if kind in _ATOMS:
        return _Unshown("<a large int>") if kind is int and abs(value) >= 1 << 64 else value
    if kind is str or kind is bytes:
        return value if len(value) <= _LONGEST_TEXT else _Unshown(f"{value[: _LONGEST_TEXT - 3]!r}…")
    if depth == 2 or kind not in (list, tuple, set, frozenset, deque, dict):
        return _Unshown(f"<{kind.__name__}>")
    rest = [_Unshown(f"… {len(value) - _MOST_ITEMS} more")] if len(value) > _MOST_ITEMS else []
    if kind is dict:
        items = itertools.islice(value.items(), _MOST_ITEMS)
        return {_bounded(key, 2): _bounded(item, depth + 1) for key, item in items} | dict.fromkeys(rest, ...)
    shown = [_bounded(item, depth + 1) for item in itertools.islice(value, _MOST_ITEMS)] + rest
    return shown if kind is list or kind is deque else kind(shown)
