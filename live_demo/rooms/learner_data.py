"""The places of a learner in rooms: moved into an account, handed out."""

from typing import Any

from lessons.models import Learner
from live_demo.rooms.models import Member


def merge_memberships(guest: Learner, own: Learner) -> None:
    """Give `own` every place of `guest`, but those in rooms in which `own` has one already."""
    taken = Member.objects.filter(learner=own).values("room")
    Member.objects.filter(learner=guest).exclude(room__in=taken).update(learner=own)


def rooms_of(learner: Learner) -> list[dict[str, Any]]:
    """Every room that the learner was in, with the label that the others saw, until the room is deleted."""
    members = Member.objects.filter(learner=learner).select_related("room__lesson__track")
    return [
        {
            "code": each.room.code,
            "lesson": f"{each.room.lesson.track.slug}/{each.room.lesson.slug}",
            "seen_as": each.label,
            "joined_at": each.joined_at,
            "left_at": each.left_at,
            "closes_at": each.room.closes_at,
        }
        for each in members.order_by("joined_at")
    ]
