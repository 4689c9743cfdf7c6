"""Values as Python writes them, bounded in size and depth. Pure."""

import itertools
from collections import deque
from operator import is_
from typing import Any


class _Unshown(str):
    """Stands for a value that is not shown. It is written without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


_ATOMS = frozenset({int, float, bool, type(None)})
_MAX_TEXT = 80
_MAX_ITEMS = 10
_MORE = ", … "
"""Stands between the items of a container that are shown and the number of those that are not."""


def literal(value: Any) -> str:
    """`value` as Python writes it: 80 characters a text, 10 items a container, 2 levels.

    Only exact builtin types are written. Other values are named by their type, so that no `__repr__` of a lab
    runs here.
    """
    kind = type(value)
    if value is None or _is_short(kind, value):
        return repr(value)
    if kind is list and value and _all_short(value[:_MAX_ITEMS]):
        text, more = repr(value[:_MAX_ITEMS]), len(value) - _MAX_ITEMS
        return text if more <= 0 else f"{text[:-1]}{_MORE}{more} more]"
    return repr(_bounded(value, depth=0))


def _all_short(texts: list[Any]) -> bool:
    """Whether all are short texts: the common list, tested without a loop in Python."""
    return set(map(type, texts)) == {str} and max(map(len, texts)) <= _MAX_TEXT


def _is_short(kind: type, value: Any) -> bool:
    return (kind is str and len(value) <= _MAX_TEXT) or kind is bool or kind is float


def _bounded(value: Any, depth: int) -> Any:
    kind = type(value)
    if kind in _ATOMS:
        return _Unshown("<a large int>") if kind is int and abs(value) >= 1 << 64 else value
    if kind is str or kind is bytes:
        return value if len(value) <= _MAX_TEXT else _Unshown(f"{value[: _MAX_TEXT - 3]!r}…")
    if depth == 2 or kind not in (list, tuple, set, frozenset, deque, dict):
        return _Unshown(f"<{kind.__name__}>")
    rest = [_Unshown(f"… {len(value) - _MAX_ITEMS} more")] if len(value) > _MAX_ITEMS else []
    if kind is dict:
        items = itertools.islice(value.items(), _MAX_ITEMS)
        return {_bounded(key, 2): _bounded(item, depth + 1) for key, item in items} | dict.fromkeys(rest, ...)
    shown = [_bounded(item, depth + 1) for item in itertools.islice(value, _MAX_ITEMS)] + rest
    return shown if kind is list or kind is deque else kind(shown)


_UNCHANGING = frozenset({str, bytes, int, float, bool, type(None)})


class ReprCache:
    """`literal` for the names of one run. A value that is the same object as last time is not written again.

    Writing values costs a traced line most of its time, and most lines change one name or none.
    """

    def __init__(self) -> None:
        # name: (value, None or the first items of a list, their number in all, text)
        self._known: dict[str, tuple[Any, tuple[Any, ...] | None, int, str]] = {}

    def of(self, name: str, value: Any) -> str:
        """`literal(value)`, where `value` is what `name` stands for now."""
        known = self._known.get(name)
        if known is not None and known[0] is value:
            _, items, length, text = known
            if items is None:
                return text
            if len(value) >= length and all(map(is_, items, value)):
                if len(value) == length:
                    return text
                if length >= _MAX_ITEMS:  # it has grown, and shows the same items as before
                    text = _of_longer(text, length, len(value))
                    self._known[name] = (value, items, len(value), text)
                    return text
        text = literal(value)
        if type(value) in _UNCHANGING:
            self._known[name] = (value, None, 0, text)
        elif type(value) is list and all(type(item) in _UNCHANGING for item in value[:_MAX_ITEMS]):
            self._known[name] = (value, tuple(value[:_MAX_ITEMS]), len(value), text)
        else:
            self._known.pop(name, None)
        return text


def _of_longer(text: str, known: int, length: int) -> str:
    """Correct the number of left-out items in `text`, from a list of `known` items to one of `length`."""
    shown = text[:-1] if known == _MAX_ITEMS else text[: text.rindex(_MORE)]
    return f"{shown}{_MORE}{length - _MAX_ITEMS} more]"
