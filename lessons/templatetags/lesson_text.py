"""Template tags for lessons: their text, cached fragments."""

import re

from django import template
from django.utils.safestring import SafeString

from lessons import minutes, rendering
from lessons.markdown import block, flowing, inline, plain
from lessons.markdown import headed as parts_of_heading
from lessons.models import Lesson
from lessons.pointers import Pointer, parse_pointer

register = template.Library()
_LONG_CODE = re.compile(r"<code>[^<]{25,}</code>")
"""Code that may be wider than a cell of a table on a phone."""


@register.filter
def markdown(text: str) -> SafeString:
    return block(text)


@register.filter
def inline_markdown(text: str) -> SafeString:
    return inline(text)


@register.filter
def breaking_markdown(text: str) -> SafeString:
    """Inline Markdown whose long code may break after a dot, and so never inside a name."""
    return SafeString(_LONG_CODE.sub(lambda code: code[0].replace(".", ".<wbr>"), inline(text)))


@register.filter
def flowing_markdown(text: str) -> SafeString:
    return flowing(text)


@register.filter
def plain_text(text: str) -> str:
    return plain(text)


@register.filter
def headed(text: str) -> tuple[str, str]:
    """The Markdown that stands in a heading, and what stands under it."""
    return parts_of_heading(text)


@register.filter
def reading_minutes(lesson: Lesson) -> int:
    """Minutes to read it."""
    return minutes.reading_minutes(lesson)


@register.filter
def about_minutes(lesson: Lesson) -> str:
    """About how long it takes to read it and to do it, in words."""
    return minutes.time_in_all([lesson])


@register.filter
def pointer(text: str) -> Pointer | None:
    """The `Pointer` that a stored text names; it has `.anchor` and `.label`."""
    return parse_pointer(text)


@register.simple_tag
def rendered(lesson: Lesson, part: str) -> SafeString:
    """A fragment of the lesson page that is the same for all visitors, from the cache."""
    return rendering.rendered(lesson, part)


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """`mapping[key]`; an empty string if it is missing."""
    return mapping.get(key, "")
