"""Make a room, enter it, leave it, close it, and run in it: who may, and how many."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from lessons.addresses import counted, is_within
from lessons.models import Learner, Lesson
from live_demo.rooms.models import MAX_LABELS, Member, Room
from live_demo.rooms.roll import silence_seconds
from live_demo.runs.models import Run
from live_demo.runs.start import RunRefusedError, start_run

MAX_WRONG_CODES = 60
"""Wrong codes from one IP address in ten minutes. A whole class often shares one address."""
MAX_SOCKETS_OF_MEMBER = 2
"""Lab sockets that one member may have open at the same time, as in two tabs."""
_WRONG_CODE = "rooms.wrong_codes"


class RoomRefusedError(Exception):
    """The request is refused. The message says why and what to do.

    `status` is the HTTP status, `lesson` that of the room, if there is one.
    """

    def __init__(self, message: str, status: int, lesson: Lesson | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.lesson = lesson


def find_room(request: HttpRequest, code: str) -> Room:
    """The open room with this code. Raises `RoomRefusedError`; wrong codes are counted."""
    if counted(request, _WRONG_CODE) >= MAX_WRONG_CODES:
        raise RoomRefusedError("Too many wrong codes came from here. Wait ten minutes, then try again.", 429)
    room = Room.objects.select_related("lesson__track", "closed_by").filter(code=code).first()
    if room and room.is_open:
        return room
    if room:
        raise RoomRefusedError(f"{room.closed_words} Make a new one from its lesson.", 410, room.lesson)
    is_within(request, _WRONG_CODE, limit=MAX_WRONG_CODES, seconds=600)
    raise RoomRefusedError("No room has this code. Look at it once more, or ask for it again.", 404)


@transaction.atomic
def make_room(learner: Learner, lesson: Lesson) -> Room:
    """A new room around the lesson's lab, with the learner in it. Raises `RoomRefusedError`."""
    limits = settings.LIVE_DEMO
    hour_ago = timezone.now() - timedelta(hours=1)
    made = Room.objects.filter(made_at__gt=hour_ago, members__learner=learner, members__number=0)
    if made.count() >= limits["MAX_ROOMS_PER_HOUR"]:
        raise RoomRefusedError("You made several rooms within the hour. Use one of them, or wait.", 429)
    if Room.objects.open().count() >= limits["MAX_ROOMS"]:
        raise RoomRefusedError("Every place for a room is taken. Try again in a few minutes.", 503)
    Room.objects.forgotten().delete()
    room = Room.objects.create(lesson=lesson)
    room.members.create(learner=learner, number=0)
    return room


@transaction.atomic
def enter(learner: Learner, room: Room) -> Member:
    """The learner's place in the room: the earlier one, else a new one. Raises `RoomRefusedError`."""
    members = list(Room.objects.select_for_update().get(pk=room.pk).members.all())
    own = next((member for member in members if member.learner_id == learner.pk), None)
    if own and own.left_at is None:
        return own
    present = sum(member.left_at is None for member in members)
    number = members[-1].number + 1 if members else 0
    if present >= settings.LIVE_DEMO["ROOM_MEMBERS"] or (own is None and number >= MAX_LABELS):
        raise RoomRefusedError("This room is full. Wait until somebody leaves, or make another one.", 503)
    if own is None:
        return Member.objects.create(room=room, learner=learner, number=number)
    own.left_at = None
    own.save(update_fields=["left_at"])
    return own


def leave(member: Member) -> None:
    """Take the member out of the room. Their letter is kept; runs that were not opened are deleted."""
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    member.runs.filter(opened_at=None).delete()


def close_room(member: Member) -> None:
    """Close the member's room for everybody. Runs that were not opened are deleted; records stay."""
    now = timezone.now()
    Room.objects.open().filter(pk=member.room_id).update(closes_at=now, closed_by=member)
    Run.objects.filter(member__room=member.room_id, opened_at=None).delete()


def start_room_run(member: Member) -> Run:
    """A new run of the member. Raises `RunRefusedError`."""
    held = Run.objects.open().filter(member=member)
    if not member.is_connected:  # a crashed process has left its runs open: they do not count
        held = held.filter(opened_at__gt=timezone.now() - timedelta(seconds=silence_seconds()))
    if held.count() >= MAX_SOCKETS_OF_MEMBER:
        raise RunRefusedError(
            f"You have {MAX_SOCKETS_OF_MEMBER} lab sockets open in this room. "
            "Close one, perhaps in another tab.",
            429,
        )
    run = start_run(member.learner, member.room.lesson)
    Run.objects.filter(pk=run.pk).update(member=member)
    return run
