"""What an instructor has decided on answers that an earlier key graded."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from lessons.models import Lesson


class Regrading(models.Model):
    """One decision on one question. Answers of attempts that began before it are settled by it."""

    class Choice(models.TextChoices):
        EVERYONE = "everyone", "Grade everyone by the new key"
        FROM_NOW = "from-now", "Use the new key from now on only"
        FULL_CREDIT = "full-credit", "Give everyone full credit"

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="regradings")
    question = models.ForeignKey("quizzes.Question", on_delete=models.CASCADE, related_name="regradings")
    choice = models.CharField(max_length=20, choices=Choice)
    answers = models.PositiveIntegerField(help_text="How many answers an earlier key had graded.")
    raised = models.PositiveIntegerField(help_text="How many of them earn more since.")
    lowered = models.PositiveIntegerField(help_text="How many of them earn less since.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    settled = models.JSONField(default=list, help_text="The SHA-256 of each earlier key that it settles.")

    class Meta:
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_choice_display()}"
