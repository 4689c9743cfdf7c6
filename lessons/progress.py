"""What a learner has done, lesson by lesson: the ways used, and what plugins know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from lessons.identity import find_learner
from lessons.models import Learner, Lesson, WayUse
from lessons.models.lesson import LessonQuerySet
from lessons.plugin import plugins
from lessons.prepared import Prepared
from lessons.ways import WAYS, Way

WAYS_OF_A_DONE_LESSON = tuple(name for name, way in WAYS.items() if way.counts_as_done)
"""A lesson is done when the learner has completed each of these ways (`LessonPlugin.completions`)."""


@dataclass
class Progress:
    """What a learner has done in one lesson: the ways used, and facts in a few words each."""

    ways: set[str] = field(default_factory=set)
    latest_way: str = ""
    facts: list[str] = field(default_factory=list)
    completed: set[str] = field(default_factory=set)  # of WAYS_OF_A_DONE_LESSON

    @property
    def is_done(self) -> bool:
        return not self.left

    @property
    def left(self) -> list[Way]:
        """The ways that are still to be completed before the lesson is done."""
        return [WAYS[way] for way in WAYS_OF_A_DONE_LESSON if way not in self.completed]

    @property
    def is_try(self) -> bool:
        """Whether all there is are runs that were started elsewhere, as on the home page."""
        return self.ways == {"live"} and not self.latest_way

    @property
    def percent(self) -> int:
        """The share of the ways that were used, from 0 to 100."""
        return round(100 * len(self.ways) / len(WAYS))

    @property
    def words(self) -> str:
        used = f"{len(self.ways)} of {len(WAYS)} ways"
        return " · ".join([used, *self.facts])


_way_uses = Prepared(
    lambda learner: WayUse.objects.filter(learner=learner).order_by("-last_at").values_list("lesson", "way"),
    UUID,
)


def own_progress(request: HttpRequest) -> dict[int, Progress]:
    """The progress of whoever has sent the request, read once for all parts of a page."""
    if "own_progress" not in request.__dict__:
        request.__dict__["own_progress"] = progress_of(find_learner(request))
    return cast(dict[int, Progress], request.__dict__["own_progress"])


def progress_of(learner: Learner | None) -> dict[int, Progress]:
    """{lesson id: what the learner has done there}, the lesson of the latest way first.

    It is empty for a visitor who has done nothing.
    """
    done: dict[int, Progress] = defaultdict(Progress)
    if learner:
        for lesson_id, way in _way_uses.rows(learner.pk):
            if way not in WAYS:
                continue  # the row is older than the removal of the way
            done[lesson_id].ways.add(way)
            done[lesson_id].latest_way = done[lesson_id].latest_way or way
        facts = {way: fact(learner) for plugin in plugins() for way, fact in plugin.progress.items()}
        for way, lessons in facts.items():
            for lesson_id, words in lessons.items():
                done[lesson_id].ways.add(way)
                done[lesson_id].facts.append(words)
        for way, lesson_ids in _completed(learner, facts).items():
            for lesson_id in lesson_ids & done.keys():
                done[lesson_id].completed.add(way)
    return {lesson_id: each for lesson_id, each in done.items() if not each.is_try}


def _completed(learner: Learner, facts: Mapping[str, Mapping[int, str]]) -> dict[str, set[int]]:
    """{way: ids of the lessons in which the learner has completed it}."""
    completions = {way: found for plugin in plugins() for way, found in plugin.completions.items()}
    return {
        way: set(completions[way](learner) if way in completions else facts.get(way, {}))
        for way in WAYS_OF_A_DONE_LESSON
    }


def note_use(learner: Learner, lesson: Lesson, way: Way) -> None:
    """Store that the learner has used this way of the lesson now."""
    WayUse.objects.update_or_create(
        learner=learner, lesson=lesson, way=way.name, defaults={"last_at": timezone.now()}
    )


def last_use(learner: Learner | None, lessons: LessonQuerySet) -> WayUse | None:
    """The use of a way of these lessons that is latest; None if there is none."""
    if learner is None:
        return None
    return learner.way_uses.filter(lesson__in=lessons, way__in=WAYS).select_related("lesson__track").first()
