"""Versions of quizzes: an attempt is graded by the version with which it began."""

from __future__ import annotations

from django.db import models

from lessons.models import Lesson


class QuizVersion(models.Model):
    """The questions of a quiz as they were when an attempt began. A stored version is never changed."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="quiz_versions")
    digest = models.CharField(max_length=64, help_text="SHA-256 in hex of title and questions.")
    title = models.CharField(max_length=120, help_text="The lesson's title.")
    total = models.PositiveSmallIntegerField(help_text="How many questions it has.")
    questions = models.JSONField(help_text="As `quizzes.question_content` writes them.")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "digest"], name="quiz_version_once_a_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.total} questions"
