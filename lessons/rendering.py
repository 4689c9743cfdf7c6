"""Values that are the same for every visitor, cached for each version of a lesson."""

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
    """What `make` returns, cached under `name` for a day and for this version of the lesson.

    Saving a lesson makes a new version (`changed_at`), so a change shows at once.
    """
    local: dict[str, Made] = lesson.__dict__.setdefault("_cached_per_version", {})
    if name in local:
        return local[name]
    key = f"lessons.version:{name}:{lesson.pk}:{lesson.changed_at.timestamp()}"
    made: Made | None = cache.get(key)
    if made is None:
        made = make()
        cache.set(key, made, DAY)
    local[name] = made
    return made


def rendered(lesson: Lesson, template: str, **context: Any) -> SafeString:
    """`template` rendered for `lesson`, cached for its version.

    The template sees the lesson with all its sections, and nothing of the visitor. A callable in `context` is
    called only if the template is rendered.
    """

    def render() -> str:
        prefetch_related_objects([lesson], *SECTIONS)
        return str(render_to_string(template, {"lesson": lesson, **_called(context)}))

    return SafeString(cached_per_version(lesson, template, render))


def _called(context: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value() if callable(value) else value for name, value in context.items()}
