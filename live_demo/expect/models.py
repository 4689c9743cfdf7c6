"""How many expectations of a learner were right, in a row and in all."""

from collections.abc import Sequence
from uuid import UUID

from django.db import models, transaction

from lessons.models import Learner


class StreakManager(models.Manager["Streak"]):
    @transaction.atomic
    def keep(self, learner_id: UUID, outcomes: Sequence[bool]) -> None:
        """Add the outcomes of a run that has ended: whether each expectation was right, in their order."""
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
    """Right expectations in a row over all runs of a learner, `now` and at `best`.

    In all, `right` of `decided` expectations were right.
    """

    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="streak")
    now = models.PositiveIntegerField(default=0)
    best = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)

    objects = StreakManager()

    def __str__(self) -> str:
        return f"{self.now} in a row, at best {self.best}"
