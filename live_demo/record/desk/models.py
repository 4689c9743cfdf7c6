"""Runs that instructors have asked for at the desk, with what came of them."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from lessons.models import Lesson

LIMIT = timedelta(seconds=90)
"""How long a run may take, the start of its process included."""
LOST_AFTER = LIMIT + timedelta(seconds=30)
"""Age after which an unfinished run is lost: the server that started it is gone."""


class DeskRunQuerySet(models.QuerySet["DeskRun"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def end(self, **result: Any) -> None:
        """Store what came of the open runs among these, and let the next one begin."""
        self.open().update(ended_at=timezone.now(), turn=None, **result)

    def end_lost(self) -> None:
        """End the runs whose server process is gone."""
        lost = self.open().filter(started_at__lt=timezone.now() - LOST_AFTER)
        lost.end(trouble="The server was restarted meanwhile. Start it again.")


class DeskRun(models.Model):
    """One run of a lesson's script for its instructor. `findings` are [key, words] as in `Verified`.

    `not_executable` are [key, text] of the options that no run can prove.
    """

    class Purpose(models.TextChoices):
        RECORD = "record", "Record"
        VERIFY = "verify", "Verify"
        FILL = "fill", "Write the rows"

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="desk_runs")
    purpose = models.CharField(max_length=6, choices=Purpose)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    turn = models.PositiveSmallIntegerField(
        null=True, default=1, unique=True, help_text="1 while it is open: only one run can be."
    )
    reached = models.PositiveSmallIntegerField(default=0, help_text="The latest step, for the progress.")
    trouble = models.TextField(blank=True, help_text="Why it has no result; empty if it has one.")
    proven = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    not_executable = models.JSONField(default=list)

    objects = DeskRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.lesson}"
