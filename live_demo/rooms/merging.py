"""What becomes of a learner's places in rooms when that learner turns out to be another one."""

from lessons.models import Learner
from live_demo.rooms.models import Member


def merge_memberships(guest: Learner, own: Learner) -> None:
    """Give `own` every place of `guest`, but those in rooms in which `own` has one already."""
    taken = Member.objects.filter(learner=own).values("room")
    Member.objects.filter(learner=guest).exclude(room__in=taken).update(learner=own)
