"""Values that are the same for every visitor, cached for each version of a lesson."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from pydantic import TypeAdapter

from lessons.models import Lesson
from lessons.models.lesson import SECTIONS

DAY = 24 * 3600


def cached_per_version[Made](lesson: Lesson, name: str, make: Callable[[], Made], shape: Any = None) -> Made:
    """What `make` returns, cached under `name` for a day and for this version of the lesson.

    Saving a lesson makes a new version (`changed_at`), so a change shows at once. The cache holds JSON: what
    is more than lists, mappings and texts needs its `shape`, a dataclass or such, to be read back.
    """
    local: dict[str, Made] = lesson.__dict__.setdefault("_cached_per_version", {})
    if name not in local:
        local[name] = _cached(
            f"lessons.version:{name}:{lesson.pk}:{lesson.changed_at.timestamp()}", make, shape
        )
    return local[name]


def _cached[Made](key: str, make: Callable[[], Made], shape: Any) -> Made:
    stored = cache.get(key)
    if stored is None:
        made = make()
        stored = adapter(shape).dump_python(made, mode="json") if shape else made
        cache.set(key, stored, DAY)
    found: Made = adapter(shape).validate_python(stored) if shape else stored
    return found


@lru_cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    """Turns values of `shape` into what JSON can hold, and back. Texts and numbers stay the same."""
    return TypeAdapter(shape)


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
