"""Cards with their FSRS schedule, and their ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Self

import fsrs
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from lessons.models import KeyMoment, Learner
from lessons.models.lesson import LessonQuerySet


class CardQuerySet(models.QuerySet["Card"]):
    def in_lessons(self, lessons: LessonQuerySet) -> Self:
        return self.filter(Q(key_moment__lesson__in=lessons) | Q(question__lesson__in=lessons))

    def asked(self) -> Self:
        """Cards about questions that are not retired."""
        return self.exclude(question__is_retired=True)

    def due(self, at: datetime) -> Self:
        return self.filter(due__lte=at)

    def with_subjects(self) -> Self:
        """Select each card with its subject, lesson and track. Annotated with `last_rating`."""
        latest = Rating.objects.filter(card=OuterRef("pk")).order_by("-at", "-pk")
        return self.select_related("key_moment__lesson__track", "question__lesson__track").annotate(
            last_rating=Subquery(latest.values("rating")[:1])
        )


class Card(models.Model):
    """A learner's memory of a key moment or a question. The first rating creates it.

    `stability` is in days, `difficulty` is 1 to 10 (FSRS). `step` is empty once the card is learned.
    """

    class State(models.IntegerChoices):
        LEARNING = 1
        REVIEW = 2
        RELEARNING = 3

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="cards")
    key_moment = models.ForeignKey(KeyMoment, null=True, on_delete=models.CASCADE, related_name="cards")
    question = models.ForeignKey(
        "quizzes.Question", null=True, on_delete=models.CASCADE, related_name="cards"
    )
    due = models.DateTimeField()
    last_review = models.DateTimeField()
    state = models.PositiveSmallIntegerField(choices=State)
    step = models.PositiveSmallIntegerField(null=True)
    stability = models.FloatField()
    difficulty = models.FloatField()
    reviews = models.PositiveIntegerField(default=0, help_text="How often it has been rated.")

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ["due"]
        indexes = [models.Index(fields=["learner", "due"], name="card_learner_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(key_moment=None, question__isnull=False)
                | Q(key_moment__isnull=False, question=None),
                name="card_about_exactly_one",
            ),
            models.UniqueConstraint(fields=["learner", "key_moment"], name="card_once_a_key_moment"),
            models.UniqueConstraint(fields=["learner", "question"], name="card_once_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.key_moment or self.question}"

    @property
    def memory(self) -> fsrs.Card:
        """The card in the form that FSRS schedules."""
        return fsrs.Card(
            card_id=self.pk or 0,
            state=fsrs.State(self.state),
            step=self.step,
            stability=self.stability,
            difficulty=self.difficulty,
            due=self.due,
            last_review=self.last_review,
        )

    @memory.setter
    def memory(self, memory: fsrs.Card) -> None:
        assert memory.last_review
        assert memory.stability is not None
        assert memory.difficulty is not None
        self.state, self.step = int(memory.state), memory.step
        self.stability, self.difficulty = memory.stability, memory.difficulty
        self.due, self.last_review = memory.due, memory.last_review


class Rating(models.Model):
    """A rating of a card, 1 (Again) to 4 (Easy), and the interval that it led to."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="ratings")
    rating = models.PositiveSmallIntegerField(choices=[(each.value, each.name) for each in fsrs.Rating])
    at = models.DateTimeField()
    interval = models.DurationField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=Q(rating__range=(1, 4)), name="rating_from_again_to_easy")
        ]

    def __str__(self) -> str:
        return f"{self.card}: {self.get_rating_display()}"
