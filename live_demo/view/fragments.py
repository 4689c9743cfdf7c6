"""Fragments: pieces of HTML that the page and the watch socket share, as templates compiled once.

A fragment is rendered once as a Django template, with a mark for each value, and cut at the marks. From then
on rendering only joins the pieces with the escaped values.
"""

import re
from collections.abc import Mapping
from functools import cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

_MARK = "\ue000{}\ue001"
_SPECIAL = re.compile("[&<>\"']").search
_MARKED = re.compile("\ue000(\\w+)\ue001")


class Fragment:
    """A template that holds nothing but {{ name }} for each of `names`. Tags and filters run only once."""

    def __init__(self, template: str, *names: str) -> None:
        text = render_to_string(template, {name: _MARK.format(name) for name in names})
        self._cut(re.sub(r">\s+<", "><", text.strip()))

    def _cut(self, text: str) -> None:
        pieces = _MARKED.split(text)
        self._text = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
        self._names = pieces[1::2]

    def with_values(self, **values: str | int) -> "Fragment":
        """The fragment with some of its values filled in, for what is rendered with them again and again."""
        marks = {name: _MARK.format(name) for name in self._names}
        filled = object.__new__(Fragment)
        filled._cut(self.render(**marks | values))
        return filled

    def render(self, **values: str | int) -> SafeString:
        """The HTML. A value is escaped as Django's templates do it, unless it is a number or marked safe."""
        return self.filled(values)

    def filled(self, values: Mapping[str, str | int]) -> SafeString:
        """`render`, without a copy of the values: it takes half as long."""
        # Not django.utils.html.escape: it looks for lazy strings first, which the profile showed.
        escaped = [
            escape(value) if type(value) is str and _SPECIAL(value) else value
            for value in map(values.__getitem__, self._names)
        ]
        return SafeString(self._text % tuple(escaped))

    def blank(self) -> SafeString:
        """The HTML with `{name}` in the place of each value: the browser fills it, see `fragments.js`."""
        return self.render(**{name: f"{{{name}}}" for name in self._names})


@cache
def now_fragment() -> Fragment:
    return Fragment(
        "live_demo/_now.html", "number", "at", "line", "step", "values", "station", "readable", "sentence"
    )


@cache
def times_fragment() -> Fragment:
    return Fragment("live_demo/_times.html", "step", "times", "text")


@cache
def value_fragment() -> Fragment:
    return Fragment("live_demo/_value.html", "id", "number", "text")


@cache
def frame_fragment() -> Fragment:
    return Fragment(
        "live_demo/_frame.html",
        "number",
        "at",
        "to",
        "kind",
        "side",
        "label",
        "readable",
        "by",
        "by_words",
        "gap",
        "runs",
    )


@cache
def expected_fragment() -> Fragment:
    return Fragment("live_demo/_expected.html", "state", "message", "streak")
