"""A record as it is stored: JSON without what repeats from point to point, bounded in size. Pure."""

import json
from collections.abc import Sequence
from operator import attrgetter, is_
from typing import Any

from live_demo.trace.point import STATES, TracePoint, states_after

MAX_RECORD_BYTES = 256 * 1024
"""Bytes of a record as JSON text."""
MAX_POINTS = 5_000
CUT = "record.cut"
"""The event of the point at which a record was cut."""
_KEPT_FOR_THE_END = 32 * 1024
_ENDS = frozenset(
    {
        CUT,
        "exception",
        "server.answers",
        "server.cut",
        "websocket.close",
        "websocket.disconnect",
        "worker.died",
    }
)
"""Events that tell how a run ended: a record that was cut still keeps these."""


def stored(points: Sequence[TracePoint]) -> list[dict[str, Any]]:
    """`points` as `live_demo.trace.point.points_in` reads them again."""
    pairs = zip(points, (None, *points), strict=False)
    return storable([_stored_point(point, last) for point, last in pairs])


def _stored_point(point: TracePoint, last: TracePoint | None) -> dict[str, Any]:
    """The JSON of `point`, without the states that follow from `last`, the point before it."""
    return point.as_json(states_after(last, point.changed))


def storable[T](value: T) -> T:
    """`value`, which is JSON, with a sign in place of each character that PostgreSQL does not store.

    These are NUL, which becomes U+2400, and lone surrogates, which become U+FFFD.
    """
    text = json.dumps(value)
    if "\\u0000" not in text and "\\ud" not in text:
        return value
    cleaned: T = _cleaned(value)
    return cleaned


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\u2400").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list) else value


_encode = json.JSONEncoder().encode
_states = attrgetter(*STATES)


def _is_only_a_line(point: TracePoint, last: TracePoint | None) -> bool:
    """Whether `point` is a line at which no state has changed, as most are."""
    return (
        last is not None
        and point.event in ("line", "return")
        and point.layer == "code"
        and bool(point.function and point.line)
        and not (point.changed or point.step or point.error)
        and point.frame is None
        and all(map(is_, _states(point), _states(last)))
    )


class RecordBudget:
    """What is left of the size of one record. `bytes` are those of its JSON so far."""

    def __init__(self) -> None:
        self.is_cut = False
        self.bytes = len("[]") - len(", ")  # the first point stands behind no other
        self._points = 0
        self._locals: dict[str, str] = {}
        self._length_of_locals = len("{}")

    def take(self, point: TracePoint, last: TracePoint | None) -> bool:
        """Whether `point` has its place in the record, after `last`. Once it is cut, only the end has."""
        if self.is_cut and (point.event not in _ENDS or point.event == CUT):
            return False
        self.is_cut = self.is_cut or point.event == CUT
        size = self._length(point, last) + len(", ")
        if self.bytes + size > MAX_RECORD_BYTES - (0 if self.is_cut else _KEPT_FOR_THE_END):
            return False
        if self._points >= MAX_POINTS and not self.is_cut:
            return False
        self.bytes += size
        self._points += 1
        return True

    def _length(self, point: TracePoint, last: TracePoint | None) -> int:
        """Bytes of the JSON of `point`. Most lines change no state: these are not encoded as a whole."""
        if not _is_only_a_line(point, last):
            return len(json.dumps(_stored_point(point, last)))
        if point.locals is not self._locals:
            self._locals, self._length_of_locals = point.locals, len(json.dumps(point.locals))
        text = (
            f'{{"number": {point.number}, "at": {point.at}, "layer": "code", "event": "{point.event}", '
            f'"function": {_encode(point.function)}, "line": {point.line}}}'
        )
        return len(text) + (len(', "locals": ') + self._length_of_locals if point.locals else 0)
