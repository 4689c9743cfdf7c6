"""The two pages that show a deck: the recall way of a lesson, and the review of all lessons."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from lessons.models import Learner, Lesson
from quizzes.recall.deck import Deck, deck_of_learner, deck_of_lesson


@dataclass(frozen=True)
class RecallPage:
    """The recall way of `lesson`, or the review if it is None, of the lessons that `user` may see."""

    user: AbstractBaseUser | AnonymousUser
    lesson: Lesson | None = None

    def deck(self, learner: Learner | None, now: datetime) -> Deck:
        if self.lesson:
            return deck_of_lesson(self.lesson, learner, now)
        return deck_of_learner(learner, Lesson.objects.visible_to(self.user), now)

    @property
    def address(self) -> str:
        return reverse("way", args=[*self._slugs, "recall"]) if self.lesson else reverse("review")

    @property
    def in_place(self) -> str:
        """The URL from which htmx gets the deck alone."""
        return reverse("recall_deck", args=self._slugs) if self.lesson else reverse("review")

    @property
    def rates(self) -> str:
        return reverse("recall_rate", args=self._slugs) if self.lesson else reverse("review_rate")

    @property
    def _slugs(self) -> list[str]:
        return [self.lesson.track.slug, self.lesson.slug] if self.lesson else []
