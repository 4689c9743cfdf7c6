"""{{ text|python_lines }}: Python as HTML."""

from django import template
from django.utils.safestring import SafeString

from lessons.highlight import highlighted_lines

register = template.Library()


@register.filter
def python_lines(text: str) -> list[SafeString]:
    """The lines of a Python text as highlighted HTML."""
    return highlighted_lines(text.strip())
