"""The streak of a learner: moved into an account, and handed out."""

from typing import Any

from django.db import transaction

from lessons.models import Learner
from live_demo.expect.models import Streak


@transaction.atomic
def merge_streaks(guest: Learner, own: Learner) -> None:
    """Add the streak of `guest` to that of `own`: the higher best, the sums, and the guest's current one."""
    held = Streak.objects.select_for_update().filter(learner=guest).first()
    if held is None:
        return
    kept, _ = Streak.objects.get_or_create(learner=own)
    kept.now = held.now
    kept.best = max(kept.best, held.best)
    kept.right += held.right
    kept.decided += held.decided
    kept.save()
    held.delete()


def streak_of(learner: Learner) -> list[dict[str, Any]]:
    """One row with `now`, `best`, `right` and `decided`; none where the learner never expected anything."""
    return [
        dict(row) for row in Streak.objects.filter(learner=learner).values("now", "best", "right", "decided")
    ]
