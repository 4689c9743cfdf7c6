"""What learners have written: the versions of their code, newest first. The newest one is the draft."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models, transaction

from lessons.models import Learner, Lesson


class CodeVersionQuerySet(models.QuerySet["CodeVersion"]):
    def of(self, learner: Learner, lesson: Lesson, challenge: str = "") -> Self:
        """The versions of one draft, newest first."""
        return self.filter(learner=learner, lesson=lesson, challenge=challenge)

    @transaction.atomic
    def keep(self, learner: Learner, lesson: Lesson, source: str, challenge: str = "") -> CodeVersion:
        """Store `source` as the draft unless it is that already. Of many versions the oldest go."""
        versions = self.of(learner, lesson, challenge)
        newest = versions.first()
        if newest and newest.source == source:
            return newest
        made = self.create(learner=learner, lesson=lesson, challenge=challenge, source=source)
        ids = list(versions.values_list("pk", flat=True)[: settings.OWN_CODE["MAX_VERSIONS"]])
        versions.exclude(pk__in=ids).delete()
        return made


class CodeVersion(models.Model):
    """One version of a learner's consumer.py, for a lesson or for one of its challenges."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="code_versions")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="code_versions")
    challenge = models.CharField(max_length=40, blank=True, default="")
    """The name of the challenge; empty for the lesson's own lab."""
    source = models.TextField()
    saved_at = models.DateTimeField(auto_now_add=True)

    objects = CodeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        indexes = [models.Index(fields=["learner", "lesson", "challenge"], name="code_of_a_learner")]

    def __str__(self) -> str:
        return f"code of {self.learner} for {self.lesson}"
