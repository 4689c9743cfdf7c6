"""A card as the page shows it: a question, its answer, when it is due, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fsrs import Rating

from lessons.models import KeyMoment, Lesson
from quizzes.question_models import Question
from quizzes.recall.models import Card
from quizzes.recall.schedule import Memory, intervals, unseen
from quizzes.recall.words import date, span, when, why_scheduled
from quizzes.right_answer import right_answer

type Source = KeyMoment | Question
"""The subject of a card."""


@dataclass(frozen=True, slots=True)
class RatingOption:
    """A rating button: the number that it sends, its name, and when the card would come back."""

    value: int
    name: str
    comes_back: str


@dataclass(frozen=True)
class Flashcard:
    """A card at the time `now` (UTC). `card` is None before the first rating.

    `answered_at` and `was_guessed` are about the response that makes a question a card.
    """

    source: Source
    card: Card | None
    now: datetime
    answered_at: datetime | None = None
    was_guessed: bool = False

    @property
    def key(self) -> str:
        """The name of the card in forms and URLs, such as 'moment-3'."""
        return f"{'moment' if isinstance(self.source, KeyMoment) else 'question'}-{self.source.pk}"

    @property
    def kind(self) -> str:
        return "Key moment" if isinstance(self.source, KeyMoment) else "Quiz question"

    @property
    def lesson(self) -> Lesson:
        return self.source.lesson

    @property
    def question(self) -> str:
        return self.source.question if isinstance(self.source, KeyMoment) else self.source.asked

    @property
    def answer(self) -> str:
        """Markdown. For a question, the right answer and its reason: show it only on the revealed side."""
        if isinstance(self.source, KeyMoment):
            return self.source.answer
        return right_answer(self.source)

    @property
    def points_to(self) -> str:
        return self.source.points_to if isinstance(self.source, KeyMoment) else self.source.proof

    @property
    def reviews(self) -> int:
        return self.card.reviews if self.card else 0

    @property
    def memory(self) -> Memory:
        return self.card.memory if self.card else unseen(self.now)

    @property
    def is_ready(self) -> bool:
        return self.card is None or self.card.due <= self.now

    @property
    def is_of_today(self) -> bool:
        """Whether the card was rated today, UTC."""
        return self.card is not None and self.card.last_review.date() == self.now.date()

    @property
    def when(self) -> str:
        return when(self.card.due, self.now) if self.card else "now"

    @property
    def why(self) -> str:
        if self.card:
            return why_scheduled(self.memory, self.last_rating, self.now)
        if self.answered_at:
            how = "right by guessing" if self.was_guessed else "wrong"
            return f"You answered this question {how} on {date(self.answered_at, self.now)}."
        return "It is new: you have not rated it yet."

    @property
    def last_rating(self) -> Rating:
        """The last rating of a card that has been rated."""
        return Rating(self.card.last_rating)  # type: ignore[union-attr]

    @property
    def options(self) -> list[RatingOption]:
        choices: dict[Rating, timedelta] = intervals(self.memory, self.now)
        return [RatingOption(each.value, each.name, f"in {span(after)}") for each, after in choices.items()]


def source_of(card: Card) -> Source:
    """The key moment or the question that the card is about."""
    source = card.key_moment or card.question
    assert source
    return source
