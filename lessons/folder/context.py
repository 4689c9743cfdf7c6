"""What the files of a lesson folder are checked against, as lesson.toml says it."""

from collections.abc import Mapping
from typing import Any

from lessons.labs import known_labs, known_what_ifs
from lessons.plugin import LessonContext

_PLACES = {
    "step": ("execution", "steps"),
    "moment": ("tracker", "moments"),
    "flow": ("flow", "steps"),
    "key": ("key_moments",),
}
"""{kind of pointer: (table of lesson.toml, list in it)}."""


def lesson_context(
    lesson: Any, lessons: Mapping[str, int] | None = None, number: int | None = None
) -> LessonContext:
    """The context of the lesson whose lesson.toml holds `lesson`: raw data, which may itself be faulty.

    `lessons` and `number` are as in `LessonContext`.
    """
    return LessonContext(
        {kind: _count(lesson, keys) for kind, keys in _PLACES.items()},
        lessons,
        number,
        labs=list(known_labs()),
        what_ifs=list(known_what_ifs()),
    )


def _count(data: Any, keys: tuple[str, ...]) -> int:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return len(data) if isinstance(data, list) else 0
