"""Stored statistics of each question. Pages read these and not the responses."""

from __future__ import annotations

from django.db import models

from quizzes.analysis.statistics import FEW

_NOTHING = models.Value({}, models.JSONField())
_NONE = models.Value([], models.JSONField())


class QuizSummary(models.Model):
    """The statistics of a quiz over the first attempts that answered every question, as of `made_at`."""

    lesson = models.OneToOneField("lessons.Lesson", on_delete=models.CASCADE, related_name="quiz_summary")
    made_at = models.DateTimeField()
    n = models.PositiveIntegerField(help_text="How many learners answered every question.")
    total = models.PositiveSmallIntegerField(help_text="How many questions it has.")
    mean = models.FloatField(null=True, help_text="Points, 0 to `total`.")
    spread = models.FloatField(null=True, help_text="Standard deviation of the points; empty: not defined.")
    alpha = models.FloatField(null=True, help_text="Cronbach's alpha, 1 at most; empty: not defined.")
    error = models.FloatField(null=True, help_text="Standard error of a learner's points.")
    fifths = models.JSONField(
        default=list,
        db_default=_NONE,
        help_text="How many learners have up to 20, 40, 60, 80, 100 percent of the points.",
    )
    versions = models.JSONField(
        default=list, db_default=_NONE, help_text="Earlier versions, as `EarlierQuiz` of `earlier.py` says."
    )

    def __str__(self) -> str:
        return f"summary of {self.lesson}"


class QuestionSummary(models.Model):
    """The statistics of one question over all first attempts, as of `made_at`."""

    question = models.OneToOneField("quizzes.Question", on_delete=models.CASCADE, related_name="summary")
    made_at = models.DateTimeField()
    n = models.PositiveIntegerField(
        help_text="How many learners answered it in their first finished attempt."
    )
    facility = models.FloatField(null=True, help_text="Mean credit, 0 to 1.")
    discrimination = models.FloatField(null=True, help_text="Percent, -100 to 100; empty: not defined.")
    efficiency = models.FloatField(null=True, help_text="Percent, up to 100; empty: not defined.")
    taken = models.JSONField(default=dict, help_text="{option: how often it was taken}")
    tried = models.JSONField(
        default=dict,
        db_default=_NOTHING,
        help_text="{tries: how many earned credit with so many}; 0: how many earned none.",
    )
    first_wrong = models.JSONField(
        default=dict,
        db_default=_NOTHING,
        help_text="{option: in how many wrong first tries}",
    )
    confidence = models.JSONField(
        default=dict, db_default=_NOTHING, help_text="{confidence: [learners, their mean credit]}"
    )
    fifths = models.JSONField(
        default=list,
        db_default=_NONE,
        help_text="Mean credit of each fifth of the learners, the lowest score first.",
    )
    hints_mean = models.FloatField(null=True)
    hinted = models.PositiveIntegerField(help_text="How many took a hint.")
    reworded = models.PositiveIntegerField(
        default=0, db_default=0, help_text="How many more answered it when it had other words."
    )
    rekeyed = models.PositiveIntegerField(
        default=0, db_default=0, help_text="How many more were graded by another key."
    )
    since = models.DateTimeField(
        null=True, help_text="When the first attempt with it as it is began; empty if it was never different."
    )
    timed = models.PositiveIntegerField(help_text="How many answers have a time.")
    seconds = models.FloatField(null=True, help_text="Median time since the answer before it.")

    class Meta:
        verbose_name = "question summary"
        verbose_name_plural = "item analysis"

    def __str__(self) -> str:
        return f"summary of {self.question}"

    @property
    def is_few(self) -> bool:
        return self.n < FEW

    @property
    def elsewhere(self) -> int:
        """How many answered another version of it."""
        return self.reworded + self.rekeyed

    @property
    def hinted_share(self) -> float | None:
        return self.hinted / self.n if self.n else None
