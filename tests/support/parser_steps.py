"""Counts the steps of a parser, so that a test can say how they grow: no clock, the same on any machine."""

import functools
import re
import sys
from re import _constants as op
from re import _parser

_TOOL = 4
_GO_THROUGH = {
    str.__dict__[name]
    for name in vars(str)
    if not name.startswith("_") and name not in ("find", "rfind", "index", "rindex", "startswith", "endswith")
}
_EVENTS = sys.monitoring.events


def steps_of(call):
    """The steps of `call()`: jumps and calls of Python, and characters that methods of texts go through.

    Every turn of a loop jumps. Methods that begin at a place of the text count as one step.
    """
    counted = 0

    def on_jump(code, offset, destination):
        nonlocal counted
        counted += 1

    def on_call(code, offset, function, first):
        nonlocal counted
        goes_through = isinstance(first, str | bytes) and function in _GO_THROUGH
        if function is str.__dict__["count"] and "/lib/" in code.co_filename:
            goes_through = False  # html.parser counts the lines between two places
        counted += len(first) if goes_through else 1

    monitoring = sys.monitoring
    monitoring.use_tool_id(_TOOL, "steps")
    monitoring.register_callback(_TOOL, _EVENTS.BRANCH, on_jump)
    monitoring.register_callback(_TOOL, _EVENTS.JUMP, on_jump)
    monitoring.register_callback(_TOOL, _EVENTS.CALL, on_call)
    monitoring.set_events(_TOOL, _EVENTS.BRANCH | _EVENTS.JUMP | _EVENTS.CALL)
    try:
        call()
    finally:
        monitoring.set_events(_TOOL, 0)
        monitoring.free_tool_id(_TOOL)
    return counted


def regex_steps(pattern, text, *, anchored=False):
    """The steps of a backtracking matcher that looks for every match of `pattern`, as `re` does in C."""
    matcher = _Matcher(pattern, text)
    place = 0
    while place <= len(text):
        end = matcher.match(place)
        if anchored:
            break
        place = end if end is not None and end > place else place + 1
    return matcher.steps


class _Matcher:
    def __init__(self, pattern, text):
        self.items = _items(pattern.pattern, pattern.flags & ~re.DEBUG)
        self.flags, self.text, self.steps = pattern.flags, text, 0

    def match(self, place):
        ends = []
        return ends[0] if self._all(self.items, place, lambda end: ends.append(end) or True) else None

    def _all(self, items, place, then):
        if not items:
            return then(place)
        return self._one(items[0], place, lambda end: self._all(items[1:], end, then))

    def _one(self, item, place, then):
        self.steps += 1
        kind, value = item
        if kind in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
            fits = place < len(self.text) and self._fits(item, self.text[place])
            return fits and then(place + 1)
        if kind is op.AT:
            return self._at(value, place) and then(place)
        if kind is op.BRANCH:
            return any(self._all(list(branch), place, then) for branch in value[1])
        if kind is op.SUBPATTERN:
            return self._all(list(value[3]), place, then)
        if kind is op.ATOMIC_GROUP:
            return self._atomic(list(value), place, then)
        if kind in (op.ASSERT, op.ASSERT_NOT):
            start = place + (value[0] < 0) * -(value[1].getwidth()[0])
            found = start >= 0 and self._all(list(value[1]), start, lambda end: True)
            return bool(found) == (kind is op.ASSERT) and then(place)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            return self._repeat(kind, *value, place, then)
        raise AssertionError(f"no steps are known for {kind}")

    def _atomic(self, items, place, then):
        ends = []
        return self._all(items, place, lambda end: ends.append(end) or True) and then(ends[0])

    def _repeat(self, kind, least, most, inner, place, then):
        items = list(inner)
        ends = [place]
        if kind is op.MIN_REPEAT or len(items) != 1 or inner.getwidth() != (1, 1):
            return self._general(kind, least, most, items, place, then)
        while len(ends) <= most and self._all(items, ends[-1], lambda end: ends.append(end) or True):
            pass
        tried = ends[least:]
        return any(then(end) for end in (tried[-1:] if kind is op.POSSESSIVE_REPEAT else reversed(tried)))

    def _general(self, kind, least, most, items, place, then):
        if kind is op.POSSESSIVE_REPEAT:
            ends = [place]
            while len(ends) <= most and self._all(items, ends[-1], lambda end: ends.append(end) or True):
                if ends[-1] == ends[-2]:
                    break
            return len(ends) > least and then(ends[-1])

        def again(end, count):
            def more():
                grown = lambda new: new > end and again(new, count + 1)  # noqa: E731
                return count < most and self._all(items, end, grown)

            def enough():
                return count >= least and then(end)

            return (enough() or more()) if kind is op.MIN_REPEAT else (more() or enough())

        return again(place, 0)

    def _fits(self, item, character):
        kind, value = item
        if kind is op.ANY:
            return character != "\n" or bool(self.flags & re.DOTALL)
        if kind is op.LITERAL:
            return ord(character) == value
        if kind is op.NOT_LITERAL:
            return ord(character) != value
        if kind is op.RANGE:
            return value[0] <= ord(character) <= value[1]
        if kind is op.CATEGORY:
            return _is_of(value, character)
        negated = value[0][0] is op.NEGATE
        return any(self._fits(each, character) for each in value[negated:]) != negated

    def _at(self, where, place):
        before, after = self.text[place - 1 : place] if place else "", self.text[place : place + 1]
        if where in (op.AT_BOUNDARY, op.AT_NON_BOUNDARY):
            is_edge = _is_of(op.CATEGORY_WORD, before) != _is_of(op.CATEGORY_WORD, after)
            return is_edge == (where is op.AT_BOUNDARY)
        beyond = before if where in (op.AT_BEGINNING, op.AT_BEGINNING_STRING) else after
        is_line = where in (op.AT_BEGINNING, op.AT_END) and bool(self.flags & re.MULTILINE)
        return not beyond or (is_line and beyond == "\n")


@functools.lru_cache(maxsize=1)  # one is matched with many texts
def _items(pattern, flags):
    return list(_parser.parse(pattern, flags))


@functools.cache
def _is_of(category, character):
    return bool(re.match(_CATEGORIES[category], character))


_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
