"""What a track's page shows of its lessons together: on what each builds, and where it is in the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from lessons.models import Lesson
from lessons.path import PATH, Part


@dataclass(frozen=True, slots=True)
class Placed:
    """A lesson at its place in the track, counted from 1 among those shown."""

    place: int
    lesson: Lesson

    @property
    def short_title(self) -> str:
        """What stands before the colon."""
        return self.lesson.title.split(":")[0]


@dataclass(frozen=True, slots=True)
class Stop:
    """A part of the picture, with the lessons that mark it."""

    name: str
    part: Part
    lessons: list[Placed]


def picture(lessons: Sequence[Lesson]) -> list[Stop]:
    """The whole path; nothing where none of the lessons marks a part of it."""
    placed = _placed(lessons)
    if not any(lesson.marks for lesson in lessons):
        return []
    return [
        Stop(name, part, [each for each in placed if name in each.lesson.marks])
        for name, part in PATH.items()
    ]


def needs(lessons: Sequence[Lesson]) -> dict[int, list[Placed]]:
    """{lesson id: the lessons that it builds on}, of those shown; reads the prefetched `needs`."""
    by_key = {each.lesson.pk: each for each in _placed(lessons)}
    return {
        lesson.pk: [by_key[needed.pk] for needed in lesson.needs.all() if needed.pk in by_key]
        for lesson in lessons
    }


def _placed(lessons: Sequence[Lesson]) -> list[Placed]:
    return [Placed(place, lesson) for place, lesson in enumerate(lessons, start=1)]
