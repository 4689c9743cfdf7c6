"""The ways that a learner has used: merged into an account, and exported."""

from collections.abc import Iterator
from typing import Any

from lessons.models import Learner, Track, WayUse
from lessons.plugin import MAX_PATH, PathEntry


def merge_way_uses(guest: Learner, own: Learner) -> None:
    """Move the uses. A way that both have used keeps the earlier `first_at` and the later `last_at`."""
    moving = {(use.lesson_id, use.way): use for use in guest.way_uses.all()}
    both = [use for use in own.way_uses.all() if (use.lesson_id, use.way) in moving]
    for use in both:
        double = moving.pop((use.lesson_id, use.way))
        use.first_at = min(use.first_at, double.first_at)
        use.last_at = max(use.last_at, double.last_at)
    WayUse.objects.bulk_update(both, ["first_at", "last_at"])
    guest.way_uses.filter(pk__in=[use.pk for use in moving.values()]).update(learner=own)


def ways_of(learner: Learner) -> list[dict[str, Any]]:
    """[{lesson: 'track/lesson', way, first_at, last_at}], oldest first."""
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


def ways_in(learner: Learner, track: Track) -> Iterator[PathEntry]:
    """The ways of the track that the learner has used, as staff see them."""
    uses = learner.way_uses.filter(lesson__track=track).select_related("lesson")
    for use in uses[:MAX_PATH]:
        again = f"last on {use.last_at:%Y-%m-%d}" if use.last_at.date() != use.first_at.date() else ""
        yield PathEntry(use.lesson.title, use.title, use.first_at, again)
