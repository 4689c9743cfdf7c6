"""The streak of a learner: moved into an account, and handed out."""

from typing import Any

from django.db import transaction

from lessons.models import Learner
from live_demo.expect.models import Streak


@transaction.atomic
def merge_streaks(guest: Learner, own: Learner) -> None:
    """Add the streak of `guest` to that of `own`: the higher best, the sums, and the guest's current one."""
    theirs = Streak.objects.select_for_update().filter(learner=guest).first()
    if theirs is None:
        return
    streak, _ = Streak.objects.get_or_create(learner=own)
    streak.now = theirs.now
    streak.best = max(streak.best, theirs.best)
    streak.right += theirs.right
    streak.decided += theirs.decided
    streak.save()
    theirs.delete()


def streak_of(learner: Learner) -> list[dict[str, Any]]:
    """One row with `now`, `best`, `right` and `decided`; none where the learner never expected anything."""
    return [
        dict(row) for row in Streak.objects.filter(learner=learner).values("now", "best", "right", "decided")
    ]
