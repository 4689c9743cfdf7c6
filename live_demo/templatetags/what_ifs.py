"""{% related_what_ifs lesson %}: the what-ifs of other labs; {{ text|python_lines }}: Python as HTML."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from lessons.highlight import highlighted_lines
from lessons.models import Lesson
from live_demo.what_ifs.related import related_what_ifs as find_related

register = template.Library()


@register.inclusion_tag("live_demo/what_ifs/_related.html", takes_context=True)
def related_what_ifs(context: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Links to them, by the lessons in whose labs they run."""
    return {"lesson": lesson, "related": find_related(lesson, context["request"].user)}


@register.filter
def python_lines(text: str) -> list[SafeString]:
    """The lines of a Python text as highlighted HTML."""
    return highlighted_lines(text.strip())
