"""Template filters for lesson text: markdown, inline_markdown, pointer."""

from django import template
from django.utils.safestring import SafeString

from lessons.markdown import block, inline
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


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """`mapping[key]`, or nothing."""
    return mapping.get(key, "")
