"""The passages of lessons, cached for the version of each: all processes share what one has made."""

from collections.abc import Iterable
from hashlib import sha256

from django.core.cache import cache

from lessons.models import Lesson
from lessons.passages import text_of
from lessons.plugin import Passage
from lessons.rendering import DAY, adapter
from lessons.search.listed import Listed

_TEXT = adapter(list[Passage])


def texts_of(lessons: Iterable[Listed]) -> dict[Listed, list[Passage]]:
    """The passages of each lesson. A lesson that has just been deleted has none."""
    keys = {lesson: f"lessons.passages:{sha256(repr(lesson).encode()).hexdigest()}" for lesson in lessons}
    stored = cache.get_many(keys.values())
    known = {lesson: _TEXT.validate_python(stored[key]) for lesson, key in keys.items() if key in stored}
    made = _made([lesson for lesson in keys if lesson not in known])
    cache.set_many({keys[each]: _TEXT.dump_python(text, mode="json") for each, text in made.items()}, DAY)
    return known | made


def _made(lessons: list[Listed]) -> dict[Listed, list[Passage]]:
    if not lessons:
        return {}
    found = Lesson.every.with_sections().in_bulk([lesson.pk for lesson in lessons])
    return {lesson: text_of(found[lesson.pk]) if lesson.pk in found else [] for lesson in lessons}
