"""How the lessons of a track relate: what each lesson builds on, and which stages of the path it marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from lessons.models import Lesson
from lessons.stages import PATH, Stage


@dataclass(frozen=True, slots=True)
class Placed:
    """A lesson at its place in the track, counted from 1 among those shown."""

    place: int
    lesson: Lesson

    @property
    def short_title(self) -> str:
        """The title up to its colon."""
        return self.lesson.title.split(":")[0]


@dataclass(frozen=True, slots=True)
class MarkedStage:
    """A stage of the path, with the lessons that mark it."""

    name: str
    stage: Stage
    lessons: list[Placed]


def marked_stages(lessons: Sequence[Lesson]) -> list[MarkedStage]:
    """All stages of the path in order; an empty list if no lesson marks any stage."""
    placed = _placed(lessons)
    if not any(lesson.marks for lesson in lessons):
        return []
    return [
        MarkedStage(name, stage, [each for each in placed if name in each.lesson.marks])
        for name, stage in PATH.items()
    ]


def needs(lessons: Sequence[Lesson]) -> dict[int, list[Placed]]:
    """{lesson id: those of `lessons` that it builds on, in their order}, by one statement."""
    rows = Lesson.needs.through.objects.filter(from_lesson__in=lessons)
    pairs = set(rows.values_list("from_lesson", "to_lesson"))
    placed = _placed(lessons)
    return {
        lesson.pk: [each for each in placed if (lesson.pk, each.lesson.pk) in pairs] for lesson in lessons
    }


def _placed(lessons: Sequence[Lesson]) -> list[Placed]:
    return [Placed(place, lesson) for place, lesson in enumerate(lessons, start=1)]
