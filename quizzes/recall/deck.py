"""The cards of a learner: those that are ready to be rated, and those that are due later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lessons.models import KeyMoment, Learner, Lesson
from lessons.models.lesson import LessonQuerySet
from quizzes.question_models import Question
from quizzes.recall.asked_again import asked_again
from quizzes.recall.flashcard import Flashcard, source_of
from quizzes.recall.models import Card

MAX_LISTED = 30


@dataclass(frozen=True)
class Deck:
    """`ready` has the due cards, longest overdue first, then the new ones. `later` is sorted by due time."""

    ready: list[Flashcard]
    later: list[Flashcard]

    @property
    def due(self) -> int:
        """The number of ready cards that have been rated before."""
        return sum(flashcard.card is not None for flashcard in self.ready)

    @property
    def new(self) -> int:
        return len(self.ready) - self.due

    @property
    def rated_today(self) -> int:
        """The number of cards rated since midnight, UTC."""
        return sum(flashcard.is_of_today for flashcard in (*self.ready, *self.later))

    def find(self, key: str) -> Flashcard | None:
        """The card with this key. None if it is not in the deck."""
        return next((each for each in (*self.ready, *self.later) if each.key == key), None)

    def shown(self, key: str) -> Flashcard | None:
        """The card to show: the one with this key if it is ready, else the first ready one."""
        return next((each for each in self.ready if each.key == key), next(iter(self.ready), None))

    def listed(self, shown: Flashcard | None) -> list[Flashcard]:
        """The other cards, at most `MAX_LISTED`."""
        return [each for each in (*self.ready, *self.later) if each != shown][:MAX_LISTED]


def deck_of_lesson(lesson: Lesson, learner: Learner | None, now: datetime) -> Deck:
    """The key moments of the lesson, and the questions that the learner answered wrong or by guessing."""
    rated, asked = _of_learner(learner, Lesson.every.filter(pk=lesson.pk), now)
    seen = {flashcard.source for flashcard in rated}
    new = [Flashcard(row, None, now) for row in KeyMoment.objects.filter(lesson=lesson) if row not in seen]
    for flashcard in (*rated, *new, *asked):
        flashcard.source.lesson = lesson
    return _deck(rated, [*new, *asked])


def deck_of_learner(learner: Learner | None, lessons: LessonQuerySet, now: datetime) -> Deck:
    """The rated cards of these lessons, and the questions that the learner answered wrong or by guessing."""
    rated, asked = _of_learner(learner, lessons, now)
    return _deck(rated, asked)


def _of_learner(
    learner: Learner | None, lessons: LessonQuerySet, now: datetime
) -> tuple[list[Flashcard], list[Flashcard]]:
    """The rated cards, and the unrated ones about questions answered wrong or by guessing."""
    if learner is None:
        return [], []
    cards = Card.objects.asked().filter(learner=learner).in_lessons(lessons).with_subjects()
    rated = [Flashcard(source_of(card), card, now) for card in cards]
    again = asked_again(learner)
    questions = Question.objects.filter(pk__in=again, lesson__in=lessons)
    rows = questions.exclude(cards__learner=learner).select_related("lesson__track")
    asked = [Flashcard(row, None, now, again[row.pk].answered_at, again[row.pk].was_guessed) for row in rows]
    return rated, sorted(asked, key=lambda each: each.answered_at or now)


def _deck(rated: Iterable[Flashcard], new: Iterable[Flashcard]) -> Deck:
    by_due = list(rated)
    ready = [each for each in by_due if each.is_ready]
    return Deck([*ready, *new], [each for each in by_due if not each.is_ready])
