"""Reports about questions."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from lessons.models import Lesson
from lessons.models.track import Visitor


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        return self.filter(state__in=OPEN)

    def edited_by(self, user: Visitor) -> ReportQuerySet:
        """The reports about questions of lessons that `user` works on."""
        # For each report, its lesson: there are fewer reports than lessons that have none.
        return self.filter(Exists(Lesson.objects.edited_by(user).filter(pk=OuterRef("question__lesson"))))


class Report(models.Model):
    """A learner's report about a question. A learner has at most one open report about a question."""

    MAX_LENGTH = 1000

    class Reason(models.TextChoices):
        KEY = "key", "The right answer is not right"
        UNCLEAR = "unclear", "The wording is unclear"
        TYPO = "typo", "There is a typing error"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        NEW = "new", "New"
        ACCEPTED = "accepted", "Accepted: to be fixed"
        DECLINED = "declined", "Declined"
        FIXED = "fixed", "Fixed"

    learner = models.ForeignKey("lessons.Learner", on_delete=models.CASCADE, related_name="reports")
    question = models.ForeignKey("quizzes.Question", on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.TextField(max_length=MAX_LENGTH, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    note = models.TextField(
        max_length=MAX_LENGTH,
        blank=True,
        help_text="What you did about it. The learner can read it.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "question"],
                condition=Q(state__in=["new", "accepted"]),
                name="one_open_report_a_learner_and_question",
                violation_error_message="The learner has another open report of this question.",
            )
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


OPEN = (Report.State.NEW, Report.State.ACCEPTED)
"""The states of reports that still need work."""
