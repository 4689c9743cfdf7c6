"""A record as it is stored: JSON without what repeats from point to point, bounded in size. Pure."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from live_demo.trace.point import STATES, Frame, TracePoint, before_after, states_after

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


class RecordLength:
    """Bytes of the JSON of a record's points, counted by their parts: to write each point would take longer.

    Most points leave all states as they were, and most of their values are the texts of the point before.
    """

    def __init__(self) -> None:
        self._texts: dict[str, tuple[str | None, int]] = {}
        self._locals: Mapping[str, str] = {}
        self._length_of_locals = 0

    def of(self, point: TracePoint, last: TracePoint | None) -> int:
        """Bytes of the JSON of `_stored_point(point, last)`."""
        length = len(f'{{"number": {point.number}, "at": {point.at}, "layer": "{point.layer}", "event": }}')
        length += _length_of_name(point.event)
        if point.function:
            length += len(', "function": ') + _length_of_name(point.function)
        if point.line:
            length += len(f', "line": {point.line}')
        if point.locals:
            length += len(', "locals": ') + self._of_locals(point.locals)
        if point.changed:
            length += len(', "changed": ') + 2 * len(point.changed) + sum(map(_length_of_name, point.changed))
        if point.step:
            length += len(f', "step": {point.step}')
        if point.error:
            length += len(f', "error": {_encode(point.error)}')
        if point.frame is not None:
            length += len(', "frame": ') + _of_frame(point.frame)
        return length + self._of_states(point, last)

    def _of_states(self, point: TracePoint, last: TracePoint | None) -> int:
        """The states that do not follow from `last`."""
        if last is None:
            return sum(
                len(f', "{name}": {_encode(state)}') for name in STATES if (state := getattr(point, name))
            )
        length = 0
        if point.attributes is not last.attributes and point.attributes != last.attributes:
            length += len(', "attributes": ') + self._of_texts(point.attributes)
        before = before_after(last, point.changed)
        if point.before is not before and point.before != before:
            length += len(f', "before": {_encode(point.before)}')
        if point.times is not last.times and point.times != last.times:
            quotes = 2 * len(point.times)  # JSON has its keys in quotes
            length += len(f', "times": {point.times}') + quotes
        if point.expected is not last.expected and point.expected != last.expected:
            length += len(f', "expected": {_encode(point.expected)}')
        if point.current != last.current:
            length += len(f', "current": {point.current}')  # null has as many letters as None
        return length

    def _of_locals(self, values: Mapping[str, str]) -> int:
        if values is not self._locals:
            self._locals, self._length_of_locals = values, self._of_texts(values)
        return self._length_of_locals

    def _of_texts(self, values: Mapping[str, str]) -> int:
        """`values` as a JSON object. A text that its name had the last time is not written again."""
        length = 2 * len(values) or len("{}")  # both braces, and ", " between two
        for name, text in values.items():
            known = self._texts.get(name)
            if known is None or known[0] is not text:
                known = self._texts[name] = text, len(_encode(name)) + len(": ") + len(_encode(text))
            length += known[1]
        return length


@lru_cache(1000)
def _length_of_name(name: str) -> int:
    """Bytes of the JSON of the name of an event, a function or an attribute: there are few of them."""
    return len(_encode(name))


def _of_frame(frame: Frame) -> int:
    """Bytes of the JSON of `frame`."""
    length = len(f'{{"to": "{frame.to}", "kind": "{frame.kind}"}}')
    if frame.label:
        length += len(f', "label": {_encode(frame.label)}')
    if frame.size:
        length += len(f', "size": {frame.size}')
    if frame.code:
        length += len(f', "code": {_encode(frame.code)}')
    if frame.reason:
        length += len(f', "reason": {_encode(frame.reason)}')
    if frame.by:
        length += len(f', "by": "{frame.by}"')
    return length


class RecordBudget:
    """What is left of the size of one record. `bytes` are those of its JSON so far."""

    def __init__(self) -> None:
        self.is_cut = False
        self.bytes = len("[]") - len(", ")  # the first point stands behind no other
        self._points = 0
        self._length = RecordLength()

    def take(self, point: TracePoint, last: TracePoint | None) -> bool:
        """Whether `point` has its place in the record, after `last`. Once it is cut, only the end has."""
        if self.is_cut and (point.event not in _ENDS or point.event == CUT):
            return False
        self.is_cut = self.is_cut or point.event == CUT
        size = self._length.of(point, last) + len(", ")
        if self.bytes + size > MAX_RECORD_BYTES - (0 if self.is_cut else _KEPT_FOR_THE_END):
            return False
        if self._points >= MAX_POINTS and not self.is_cut:
            return False
        self.bytes += size
        self._points += 1
        return True
