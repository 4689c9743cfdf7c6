"""What learners predicted, and how a run graded it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from lessons.models import Learner, Lesson
from live_demo.predict.cells import Cell
from live_demo.predict.grading import Graded, Score


class PredictionQuerySet(models.QuerySet["Prediction"]):
    def open(self) -> Self:
        """Committed, and not graded yet."""
        return self.filter(graded_at=None)

    def graded(self) -> Self:
        return self.exclude(graded_at=None)


class Prediction(models.Model):
    """A lesson's blank cells as one learner has filled them in. Never changed; a run grades it once.

    `cells` are those of `live_demo.predict.cells`; `grades` has one for each, in the same order. Both are
    kept as they were, whatever becomes of lesson and lab.

    `run` is the run that grades it; graded without one, it was graded by the lesson's recorded run.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="predictions")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="predictions")
    run = models.OneToOneField(
        "live_demo.Run", null=True, on_delete=models.CASCADE, related_name="prediction"
    )
    cells: models.JSONField[list[dict[str, Any]]] = models.JSONField()
    grades: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    graded_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    total = models.PositiveSmallIntegerField(null=True)

    objects = PredictionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson"],
                condition=Q(graded_at=None),
                name="one_open_prediction_a_learner_and_lesson",
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner} on {self.lesson}"

    @property
    def predicted(self) -> list[Cell]:
        return [Cell.from_json(cell) for cell in self.cells]

    @property
    def graded(self) -> list[Graded]:
        """Each cell with its grade; until the run has graded them, all are waiting."""
        if not self.grades:
            return [Graded(cell) for cell in self.predicted]
        pairs = zip(self.predicted, self.grades, strict=True)
        return [Graded.from_json(cell, grade) for cell, grade in pairs]

    @property
    def outcome(self) -> Score:
        return Score.of(self.graded)

    def evidence(self) -> str:
        """The address of the run that graded it, in the player."""
        if self.run_id:
            return reverse("run", args=[self.run_id])
        return reverse("way", args=[self.lesson.track.slug, self.lesson.slug, "step"])
