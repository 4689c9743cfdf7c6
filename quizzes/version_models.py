"""Versions of quizzes: an attempt is graded by the version with which it began."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models

from lessons.models import Lesson


def version_digest(title: str, questions: list[dict[str, Any]]) -> str:
    """The SHA-256 by which a version of a quiz is found. Nothing else may compute it."""
    written = json.dumps([title, questions], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


class QuizVersionManager(models.Manager["QuizVersion"]):
    """Finds versions by what they contain."""

    def of_content(self, lesson_id: int, title: str, questions: list[dict[str, Any]]) -> QuizVersion:
        """The stored version with this title and these questions. It is stored if it is new."""
        version, _ = self.get_or_create(
            lesson_id=lesson_id,
            digest=version_digest(title, questions),
            defaults={"title": title, "total": len(questions), "questions": questions},
        )
        return version


class QuizVersion(models.Model):
    """The questions of a quiz as they were when an attempt began. A stored version is never changed."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="quiz_versions")
    digest = models.CharField(max_length=64, help_text="SHA-256 in hex of title and questions.")
    title = models.CharField(max_length=120, help_text="The lesson's title.")
    total = models.PositiveSmallIntegerField(help_text="How many questions it has.")
    questions = models.JSONField(help_text="As `quizzes.question_content` writes them.")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = QuizVersionManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "digest"], name="quiz_version_once_a_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.total} questions"
