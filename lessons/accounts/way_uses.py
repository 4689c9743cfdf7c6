"""The ways that a learner has used: moved into an account, and handed out."""

from typing import Any

from lessons.models import Learner, WayUse


def merge_way_uses(guest: Learner, own: Learner) -> None:
    """Of a way that both have used, keep the earlier first and the later last time."""
    moving = {(use.lesson_id, use.way): use for use in guest.way_uses.all()}
    both = [use for use in own.way_uses.all() if (use.lesson_id, use.way) in moving]
    for use in both:
        double = moving.pop((use.lesson_id, use.way))
        use.first_at = min(use.first_at, double.first_at)
        use.last_at = max(use.last_at, double.last_at)
    WayUse.objects.bulk_update(both, ["first_at", "last_at"])
    guest.way_uses.filter(pk__in=[use.pk for use in moving.values()]).update(learner=own)


def ways_of(learner: Learner) -> list[dict[str, Any]]:
    """Which ways of which lesson, and when first and last."""
    uses = learner.way_uses.select_related("lesson__track").order_by("first_at")
    return [
        {
            "lesson": f"{use.lesson.track.slug}/{use.lesson.slug}",
            "way": use.way,
            "first_at": use.first_at,
            "last_at": use.last_at,
        }
        for use in uses
    ]
