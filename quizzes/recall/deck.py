"""The cards of a learner: what is ready to be rated, and what comes later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lessons.models import KeyMoment, Learner, Lesson
from lessons.models.lesson import LessonQuerySet
from quizzes.models import Card, Question
from quizzes.recall.flashcard import Flashcard, source_of

MAX_LISTED = 30


@dataclass(frozen=True)
class Deck:
    """`ready`: what is due, the longest waiting first, then what is new. `later`: by when it is due."""

    ready: list[Flashcard]
    later: list[Flashcard]

    @property
    def due(self) -> int:
        """How many of the ready ones have been rated before."""
        return sum(flashcard.card is not None for flashcard in self.ready)

    @property
    def new(self) -> int:
        return len(self.ready) - self.due

    @property
    def rated_today(self) -> int:
        """How many cards were rated since midnight, UTC."""
        return sum(flashcard.is_of_today for flashcard in (*self.ready, *self.later))

    def find(self, key: str) -> Flashcard | None:
        """The card of this key, if it is in the deck."""
        return next((each for each in (*self.ready, *self.later) if each.key == key), None)

    def shown(self, key: str) -> Flashcard | None:
        """The card to show: that of `key` while it is ready, or else the first."""
        return next((each for each in self.ready if each.key == key), next(iter(self.ready), None))

    def listed(self, shown: Flashcard | None) -> list[Flashcard]:
        """What comes after the one shown, as far as a list is read."""
        return [each for each in (*self.ready, *self.later) if each != shown][:MAX_LISTED]


def deck_of_lesson(lesson: Lesson, learner: Learner | None, now: datetime) -> Deck:
    """Every key moment of the lesson, and what the learner got wrong or guessed in its quiz."""
    rated, asked = _of_learner(learner, Lesson.objects.filter(pk=lesson.pk), now)
    seen = {flashcard.source for flashcard in rated}
    new = [Flashcard(row, None, now) for row in KeyMoment.objects.filter(lesson=lesson) if row not in seen]
    for flashcard in (*rated, *new, *asked):
        flashcard.source.lesson = lesson
    return _dealt(rated, [*new, *asked])


def deck_of_learner(learner: Learner | None, lessons: LessonQuerySet, now: datetime) -> Deck:
    """What the learner has rated in these lessons, and what was answered wrong or guessed there."""
    rated, asked = _of_learner(learner, lessons, now)
    return _dealt(rated, asked)


def _of_learner(
    learner: Learner | None, lessons: LessonQuerySet, now: datetime
) -> tuple[list[Flashcard], list[Flashcard]]:
    """What has been rated, and what was answered wrong or guessed, and not rated since."""
    if learner is None:
        return [], []
    cards = Card.objects.filter(learner=learner).in_lessons(lessons).with_faces()
    rated = [Flashcard(source_of(card), card, now) for card in cards]
    questions = Question.objects.to_ask_again(learner).filter(lesson__in=lessons)
    rows: Iterable[Any] = questions.exclude(cards__learner=learner).select_related("lesson__track")
    asked = [Flashcard(row, None, now, row.answered_at, row.was_guessed) for row in rows]
    return rated, sorted(asked, key=lambda each: each.answered_at or now)


def _dealt(rated: Iterable[Flashcard], new: Iterable[Flashcard]) -> Deck:
    by_due = list(rated)
    ready = [each for each in by_due if each.is_ready]
    return Deck([*ready, *new], [each for each in by_due if not each.is_ready])
