"""Fragments: pieces of HTML that the page and the watch socket share, as templates compiled once.

Rendering a Django template takes some 50 us. A fragment is rendered a single time with a mark for each
value, and cut at the marks; from then on it is joined with escaped values, in about 2 us.
"""

import re
from functools import cache

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_MARK = "\ue000{}\ue001"
_MARKED = re.compile("\ue000(\\w+)\ue001")


class Fragment:
    """A template whose only logic is {{ name }}: values go in escaped, nothing else is evaluated."""

    def __init__(self, template: str, *names: str) -> None:
        text = render_to_string(template, {name: _MARK.format(name) for name in names})
        pieces = _MARKED.split(re.sub(r">\s+<", "><", text.strip()))
        self._texts = pieces[::2]
        self._names = pieces[1::2]

    def render(self, **values: object) -> SafeString:
        """The HTML; each value is escaped as Django's templates do it."""
        out = [self._texts[0]]
        for name, text in zip(self._names, self._texts[1:], strict=True):
            value = values[name]
            out.append(str(value) if type(value) is int else escape(value))
            out.append(text)
        return mark_safe("".join(out))  # noqa: S308  the values are escaped above, the rest is a template


@cache
def now_fragment() -> Fragment:
    return Fragment("live_demo/_now.html", "number", "line", "step", "readable", "sentence")


@cache
def times_fragment() -> Fragment:
    return Fragment("live_demo/_times.html", "step", "times", "text")


@cache
def value_fragment() -> Fragment:
    return Fragment("live_demo/_value.html", "id", "number", "text")


@cache
def frame_fragment() -> Fragment:
    return Fragment("live_demo/_frame.html", "number", "to", "kind", "side", "label", "readable")
