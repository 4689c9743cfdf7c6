"""Parts of a lesson's page that are the same for everybody, rendered once for each version of the lesson."""

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.models import Lesson
from lessons.models.lesson import SECTIONS

DAY = 24 * 3600


def rendered(lesson: Lesson, template: str, **context: Any) -> SafeString:
    """`template` for `lesson`, from the cache where this version of the lesson has been rendered before.

    The template sees the lesson with all its sections, and nothing of a visitor. A saved lesson is a new
    version (`changed_at`), so a change shows at once.
    """
    key = f"lessons.rendered:{template}:{lesson.pk}:{lesson.changed_at.timestamp()}"
    html = cache.get(key)
    if html is None:
        prefetch_related_objects([lesson], *SECTIONS)
        html = str(render_to_string(template, {"lesson": lesson, **_called(context)}))
        cache.set(key, html, DAY)
    return SafeString(html)


def _called(context: Mapping[str, Any]) -> dict[str, Any]:
    """What is costly to find is given as a function, and called only where there is something to render."""
    return {name: value() if callable(value) else value for name, value in context.items()}
