"""What is the same for everybody, made once for each version of a lesson."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.models import Lesson
from lessons.models.lesson import SECTIONS

DAY = 24 * 3600


def cached_per_version[Made](lesson: Lesson, name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives for this version of the lesson, from the cache where it has been made before.

    A saved lesson is a new version (`changed_at`), so a change shows at once.
    """
    at_hand: dict[str, Made] = lesson.__dict__.setdefault("_kept", {})
    if name in at_hand:
        return at_hand[name]
    key = f"lessons.kept:{name}:{lesson.pk}:{lesson.changed_at.timestamp()}"
    made: Made | None = cache.get(key)
    if made is None:
        made = make()
        cache.set(key, made, DAY)
    at_hand[name] = made
    return made


def rendered(lesson: Lesson, template: str, **context: Any) -> SafeString:
    """`template` for `lesson`, kept. It sees the lesson with all its sections, and nothing of a visitor."""

    def render() -> str:
        prefetch_related_objects([lesson], *SECTIONS)
        return str(render_to_string(template, {"lesson": lesson, **_called(context)}))

    return SafeString(cached_per_version(lesson, template, render))


def _called(context: Mapping[str, Any]) -> dict[str, Any]:
    """What is costly to find is given as a function, and called only where there is something to render."""
    return {name: value() if callable(value) else value for name, value in context.items()}
