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
        """Predictions that are committed and not graded yet."""
        return self.filter(graded_at=None)

    def graded(self) -> Self:
        return self.exclude(graded_at=None)


class Prediction(models.Model):
    """A lesson's blank cells as one learner has filled them in. It is never edited, and graded once.

    `cells` are the `Cell.as_json` of each cell, `grades` the `Graded.as_json` in the same order. Neither
    depends on later changes of lesson or lab. `run` is the run that grades it; a prediction that is graded
    without a run was graded by the lesson's recorded run or, with `is_run_removed`, by a run that is deleted.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="predictions")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="predictions")
    run = models.OneToOneField(
        "live_demo.Run", null=True, on_delete=models.SET_NULL, related_name="prediction"
    )
    is_run_removed = models.BooleanField(default=False)
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
        """Each cell with its grade. All are 'waiting' until a run has graded them."""
        if not self.grades:
            return [Graded(cell) for cell in self.predicted]
        pairs = zip(self.predicted, self.grades, strict=True)
        return [Graded.from_json(cell, grade) for cell, grade in pairs]

    @property
    def outcome(self) -> Score:
        return Score.of(self.graded)

    def evidence(self) -> str:
        """The URL of the run that graded it, in the player; empty if the run is deleted."""
        if self.is_run_removed:
            return ""
        if self.run_id:
            return reverse("run", args=[self.run_id])
        return reverse("way", args=[self.lesson.track.slug, self.lesson.slug, "step"])
