"""What a learner has done, a lesson at a time. Other apps add what they know when ready."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from lessons.models import Learner, Lesson, WayUse
from lessons.models.lesson import LessonQuerySet
from lessons.ways import WAYS, Way

Source = Callable[[Learner], Mapping[int, str]]
"""For a learner, {lesson id: what was done there in a few words}, in a fixed number of queries."""

sources: dict[str, Source] = {}
"""Each by its way: who has done something there has used the way."""


finishers: dict[str, Callable[[Learner], Collection[int]]] = {}
"""For a way that counts only when it is finished: the lessons in which the learner has finished it."""

MAKE_IT_DONE = ("live", "quiz")
"""A lesson is done when something was done in each of these ways, or finished where it can be."""


@dataclass
class Progress:
    """What a learner has done in one lesson: the ways used, and facts in a few words each."""

    ways: set[str] = field(default_factory=set)
    facts: list[str] = field(default_factory=list)
    is_done: bool = False

    @property
    def percent(self) -> int:
        """Of the nine ways, for the ring."""
        return round(100 * len(self.ways) / len(WAYS))

    @property
    def words(self) -> str:
        used = f"{len(self.ways)} of {len(WAYS)} ways"
        return " · ".join([used, *self.facts])


def progress_of(learner: Learner | None) -> dict[int, Progress]:
    """{lesson id: what the learner has done there}; empty for a visitor who has done nothing."""
    done: dict[int, Progress] = defaultdict(Progress)
    if learner:
        for lesson_id, way in learner.way_uses.values_list("lesson_id", "way"):
            done[lesson_id].ways.add(way)
        told = {way: source(learner) for way, source in sources.items()}
        for way, lessons in told.items():
            for lesson_id, words in lessons.items():
                done[lesson_id].ways.add(way)
                done[lesson_id].facts.append(words)
        for lesson_id in _done(learner, told):
            done[lesson_id].is_done = True
    return dict(done)


def _done(learner: Learner, told: Mapping[str, Mapping[int, str]]) -> set[int]:
    found = (finishers[way](learner) if way in finishers else told.get(way, {}) for way in MAKE_IT_DONE)
    return set.intersection(*map(set, found))


def note_use(learner: Learner, lesson: Lesson, way: Way) -> None:
    """Remember that the learner has used this way of the lesson."""
    WayUse.objects.update_or_create(
        learner=learner, lesson=lesson, way=way.name, defaults={"last_at": timezone.now()}
    )


def last_use(learner: Learner | None, lessons: LessonQuerySet) -> WayUse | None:
    """Where the learner stopped: the way used last, among these lessons."""
    if learner is None:
        return None
    return learner.way_uses.filter(lesson__in=lessons).select_related("lesson__track").first()
