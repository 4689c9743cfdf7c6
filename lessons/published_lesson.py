"""A published lesson by its slugs, kept in this process for as long as its row stays the same."""

from lessons.models import Lesson
from lessons.row_cache import RowCache

_lessons = RowCache(
    lambda track, lesson: (
        Lesson.objects.published().select_related("track").filter(track__slug=track, slug=lesson)
    ),
    str,
    str,
)


def published_lesson(track: str, lesson: str) -> Lesson | None:
    """The published lesson at these slugs, with its track. Threads share it: nobody may change it."""
    return _lessons.get(track, lesson)
