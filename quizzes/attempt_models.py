"""Attempts of learners at quizzes, and their responses to questions."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from lessons.models import Learner, Lesson
from quizzes.kinds.answers import Answer
from quizzes.question_models import Question


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def with_total(self) -> AttemptQuerySet:
        """Annotated with `total`, the number of questions that each attempt asks."""
        asked = Question.objects.filter(lesson=OuterRef("lesson")).order_by().values("lesson")
        now = Subquery(asked.annotate(count=Count("pk")).values("count"))
        return self.annotate(total=Coalesce("version__total", now, 0))


class Attempt(models.Model):
    """A learner's attempt at the quiz of a lesson. At most one of them is open.

    It asks and is graded by the `version` of the quiz with which it began. Without one it follows the quiz.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="attempts")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(
        "quizzes.QuizVersion", null=True, editable=False, on_delete=models.RESTRICT, related_name="attempts"
    )

    seed = models.PositiveSmallIntegerField(
        default=0,
        db_default=0,
        editable=False,
        help_text="The order of shuffled choices (`quizzes.shuffling`).",
    )

    objects = AttemptQuerySet.as_manager()

    number = 1
    """Counts the learner's attempts at the lesson, from 1. Only `latest_attempt` reads it."""

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["learner", "lesson", "started_at"], name="attempts_of_a_learner")]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson"],
                condition=Q(finished_at=None),
                name="one_open_attempt_a_learner_and_lesson",
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner} at {self.lesson}"


class ResponseQuerySet(models.QuerySet["Response"]):
    def closed(self) -> ResponseQuerySet:
        """The final responses: right, or out of tries."""
        return self.filter(credit__isnull=False)


class Response(models.Model):
    """The answer to one question in an attempt: one row for all tries.

    `best` is the most that a try has earned so far, 0 to 1: its credit times the percent of that try. It
    becomes the `credit` when the response is final, so that another try never costs anything.
    """

    class Confidence(models.TextChoices):
        """How sure the learner was. It is stored and shown, and changes no credit."""

        SURE = "sure", "Sure"
        THINK_SO = "think-so", "I think so"
        GUESSING = "guessing", "Guessing"

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    question = models.ForeignKey(
        Question, on_delete=models.RESTRICT, related_name="responses", db_index=False
    )
    answer: models.JSONField[Answer | None, Answer | None] = models.JSONField(
        null=True, help_text='The latest try: "a", ["a", "c"] or a text, depending on the question type.'
    )
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="How many were counted.")
    best = models.FloatField(default=0)
    credit = models.FloatField(null=True, help_text="0 to 1; empty while the question is open.")
    first_wrong: models.JSONField[Answer | None, Answer | None] = models.JSONField(
        null=True, help_text="The answer of the first try, if it was not right."
    )
    hints_used = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, help_text="The time of the latest try.")
    regraded_at = models.DateTimeField(
        null=True, help_text="When a mended key has changed the credit; empty if none has."
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        indexes = [  # by question, with all that a change of its key has to count
            models.Index(
                fields=["question", "attempt", "answer", "tries", "credit"], name="responses_to_a_question"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "question"], name="one_response_a_question_and_attempt"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"

    @property
    def is_closed(self) -> bool:
        return self.credit is not None
