"""Make a room, enter it, leave it, close it, and run in it, within the limits."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from lessons.models import Learner, Lesson
from lessons.network_limits import count_one, counted, hashed, network
from lessons.refused import RefusedError
from live_demo.rooms.codes import read_code
from live_demo.rooms.models import MAX_LABELS, Member, Room
from live_demo.runs.models import Run
from live_demo.runs.quota import Quota, one_at_a_time
from live_demo.runs.start import start_run

MAX_WRONG_CODES = 60
"""Wrong codes from one network in ten minutes. A whole class often shares one address."""
MAX_SOCKETS_OF_MEMBER = 2
"""Lab sockets that one member may have open at the same time, as in two tabs."""
_WRONG_CODE = "rooms.wrong_codes"


class ClosedRoomError(RefusedError):
    """The room has closed. `lesson` is that in which another one can be made."""

    def __init__(self, room: Room) -> None:
        super().__init__(f"{room.closed_words} Make a new one from its lesson.", 410)
        self.lesson = room.lesson


def find_room(request: HttpRequest, code: str) -> Room:
    """The open room with this code. Raises `RefusedError`; wrong codes are counted."""
    if counted(request, _WRONG_CODE) >= MAX_WRONG_CODES:
        words = "Too many wrong codes came from here. Wait ten minutes, then try again."
        raise RefusedError(words, 429, retry_after=600)
    room = Room.objects.select_related("lesson__track", "closed_by").filter(code=read_code(code)).first()
    if room and room.is_open:
        refuse_draft(request, room)
        return room
    if room:
        raise ClosedRoomError(room)
    count_one(request, _WRONG_CODE, seconds=600)
    raise RefusedError("No room has this code. Check it, or ask for it again.", 404)


def refuse_draft(request: HttpRequest, room: Room) -> None:
    """Raises `RefusedError` where the lesson of the room is a draft that the visitor may not see."""
    if room.lesson.is_draft and not Lesson.every.visible_to(request.user).filter(pk=room.lesson_id).exists():
        raise RefusedError("The lesson of this room is not published at the moment.", 410)


def make_room(request: HttpRequest, learner: Learner, lesson: Lesson) -> Room:
    """A new room around the lesson's lab, with the learner in it. Raises `RefusedError`.

    Rooms that are forgotten are deleted at this time.
    """
    limits = settings.LIVE_DEMO
    maker = hashed(network(request))
    with one_at_a_time("rooms"):
        hour_ago = timezone.now() - timedelta(hours=1)
        made = Room.objects.filter(made_at__gt=hour_ago, members__learner=learner, members__number=0)
        if made.count() >= limits["MAX_ROOMS_PER_HOUR"]:
            raise RefusedError("You made several rooms within the hour. Use one of them, or wait.", 429, 3600)
        Quota("rooms", limits["MAX_ROOMS"]).check(Room.objects.usage(maker))
        Room.objects.forgotten().delete()
        room = Room.objects.create(lesson=lesson, network=maker)
        room.members.create(learner=learner, number=0)
    return room


@transaction.atomic
def enter(learner: Learner, room: Room) -> Member:
    """The learner's place in the room: the earlier one, else a new one. Raises `RefusedError`."""
    members = list(Room.objects.select_for_update().get(pk=room.pk).members.all())
    own = next((member for member in members if member.learner_id == learner.pk), None)
    if own and own.left_at is None:
        return own
    present = sum(member.left_at is None for member in members)
    number = members[-1].number + 1 if members else 0
    if present >= settings.LIVE_DEMO["ROOM_MEMBERS"] or (own is None and number >= MAX_LABELS):
        raise RefusedError("This room is full. Wait until somebody leaves, or make another one.", 503)
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
    Room.objects.open().filter(pk=member.room_id).update(closes_at=now, closed_by=member, network="")
    Run.objects.filter(member__room=member.room_id, opened_at=None).delete()


def start_room_run(request: HttpRequest, member: Member) -> Run:
    """A new run of the member. Raises `RefusedError`."""
    refuse_draft(request, member.room)
    _check_sockets(member)
    return start_run(request, member.learner, member.room.lesson, member_id=member.pk)


def check_sockets_of(run: Run) -> None:
    """Raises `RefusedError` where `run` is in a room, and its member may open no more lab sockets there."""
    if run.member:
        _check_sockets(run.member)


def _check_sockets(member: Member) -> None:
    """Raises `RefusedError` where the member has as many lab sockets open as a member may."""
    open_runs = Run.objects.open().filter(member=member)
    if open_runs.count() >= MAX_SOCKETS_OF_MEMBER:
        raise RefusedError(
            f"You have {MAX_SOCKETS_OF_MEMBER} lab sockets open in this room. "
            "Close one, perhaps in another tab.",
            429,
        )
