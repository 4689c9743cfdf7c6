"""What learners answered before the run of a what-if, and the mysteries that they diagnose."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from lessons.models import Learner, Lesson


class WhatIfAnswer(models.Model):
    """What a learner answered before a run of a what-if. Stored with the run that grades it, never edited.

    `answers` is {item: answer}, of which 'option' is the number of the option that was chosen; `report` is
    what the browser measured (`live_demo.what_ifs.browser_report.BrowserReport`); `grades` has one
    `Grade.as_json` for each item of `answers`.
    """

    run = models.OneToOneField("live_demo.Run", on_delete=models.CASCADE, related_name="what_if_answer")
    answers: models.JSONField[dict[str, str]] = models.JSONField()
    report: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    grades: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    graded_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    total = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return f"answer to {self.run}"


class DiagnosisQuerySet(models.QuerySet["Diagnosis"]):
    def open(self) -> Self:
        return self.filter(solved_at=None)


class Diagnosis(models.Model):
    """A mystery: one of a lab's what-ifs, which the learner has to name. Wrong guesses are only counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="diagnoses")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="diagnoses")
    what_if = models.CharField(max_length=40)
    guesses: models.JSONField[list[str]] = models.JSONField(default=list)
    ruled_out: models.JSONField[list[str]] = models.JSONField(default=list)
    """The names of the what-ifs that the learner has marked as ruled out."""
    created_at = models.DateTimeField(auto_now_add=True)
    solved_at = models.DateTimeField(null=True)

    objects = DiagnosisQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson"],
                condition=Q(solved_at=None),
                name="one_open_diagnosis_a_learner_and_lesson",
            )
        ]

    def __str__(self) -> str:
        return f"a mystery of {self.lesson}"

    @property
    def wrong(self) -> list[str]:
        """The guesses that were wrong, in their order."""
        return [guess for guess in self.guesses if guess != self.what_if]
