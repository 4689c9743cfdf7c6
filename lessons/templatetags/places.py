"""{% lesson_places lesson %}: the places that a pointer of the lesson's form can name, as suggestions.

{{ words|with_code }}: a finding about such a place.
"""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from lessons.models import Lesson
from lessons.pointers import PLACES_ID

register = template.Library()


@register.filter
def with_code(words: str) -> SafeString:
    """`words` as text, with what is in backticks as code."""
    pieces = words.split("`")
    is_odd = len(pieces) % 2 == 0  # a backtick without its like is one
    marked = [
        format_html("<code>{}</code>", piece) if at % 2 and not (is_odd and at == len(pieces) - 1) else piece
        for at, piece in enumerate(pieces)
    ]
    if is_odd:
        marked[-2:] = [f"{pieces[-2]}`{pieces[-1]}"]
    return format_html_join("", "{}", ((piece,) for piece in marked))


@register.simple_tag
def lesson_places(lesson: Lesson | None) -> SafeString:
    """A <datalist>, as stored: a row that is not saved yet is not in it. Empty for a new lesson."""
    if lesson is None or lesson.pk is None:
        return SafeString("")
    rows: list[tuple[str, Any, str]] = [
        ("step", lesson.steps, "action"),
        ("moment", lesson.moments, "title"),
        ("flow", lesson.flow_steps, "title"),
        ("key", lesson.key_moments, "question"),
    ]
    options = [
        (f"{kind} {row.number}", Truncator(getattr(row, field)).chars(60))
        for kind, found, field in rows
        for row in found.all()
    ]
    drawn = format_html_join("", '<option value="{}">{}</option>', options)
    return format_html('<datalist id="{}">{}</datalist>', PLACES_ID, drawn)
