"""How many expectations in a row a learner's runs have borne out."""

from collections.abc import Sequence
from uuid import UUID

from django.db import models, transaction

from lessons.models import Learner


class StreakManager(models.Manager["Streak"]):
    @transaction.atomic
    def keep(self, learner_id: UUID, outcomes: Sequence[bool]) -> None:
        """Add the outcomes of a run that has ended, in their order."""
        if not outcomes:
            return
        self.get_or_create(learner_id=learner_id)
        streak = self.select_for_update().get(learner_id=learner_id)
        for right in outcomes:
            streak.now = streak.now + 1 if right else 0
            streak.best = max(streak.best, streak.now)
        streak.decided += len(outcomes)
        streak.right += sum(outcomes)
        streak.save()


class Streak(models.Model):
    """Right expectations in a row, over all runs of a learner; `right` of `decided` in all."""

    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="streak")
    now = models.PositiveIntegerField(default=0)
    best = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)

    objects = StreakManager()

    def __str__(self) -> str:
        return f"{self.now} in a row, at best {self.best}"
