"""Template filters for lesson text: markdown, inline_markdown, pointer."""

from django import template
from django.utils.safestring import SafeString

from lessons import rendering
from lessons.markdown import block, inline
from lessons.models import Lesson
from lessons.pointers import Pointer, parse_pointer

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return block(text)


@register.filter
def inline_markdown(text: str) -> SafeString:
    return inline(text)


@register.filter
def pointer(text: str) -> Pointer | None:
    """The place that a stored pointer names: with `.anchor` and `.label`."""
    return parse_pointer(text)


@register.simple_tag
def rendered(lesson: Lesson, part: str) -> SafeString:
    """A part of the lesson's page that is the same for everybody, from the cache."""
    return rendering.rendered(lesson, part)


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """`mapping[key]`, or nothing."""
    return mapping.get(key, "")
