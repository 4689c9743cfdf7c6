"""The roll of a room: who has a place in it, who is connected, and why it is over. Reads the database.

Everybody reads it from there, pages and sockets alike. A process writes who is connected to it, until a time
that it keeps moving on: of a process that has crashed nobody has to be told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.utils import timezone

from live_demo.rooms.models import Member, Room
from live_demo.trace.close_codes import ROOM_CLOSED, ROOM_LEFT

MOST_GONE = 3
"""Of those who have left, the latest."""
_BEATS = 3
YOU_LEFT = "You left this room."


@dataclass(frozen=True, slots=True)
class Entry:
    number: int
    label: str
    state: Literal["connected", "here", "left"]


@dataclass(frozen=True, slots=True)
class Roll:
    """`closed` says why the room is over; it is empty while it is not."""

    entries: tuple[Entry, ...]
    closes_at: datetime
    closed: str

    def has(self, number: int) -> bool:
        return any(entry.number == number and entry.state != "left" for entry in self.entries)

    def dismissal(self, number: int) -> tuple[int, str] | None:
        """With which code and reason a lab socket of this member has to be closed; None where it may stay."""
        if self.closed:
            return ROOM_CLOSED, self.closed
        return None if self.has(number) else (ROOM_LEFT, YOU_LEFT)


def roll_of(room: Room, members: Sequence[Member]) -> Roll:
    """The roll, from all who were ever in the room. A closed room leaves nobody connected."""
    present = [each for each in members if not each.left_at]
    gone = sorted((each for each in members if each.left_at), key=lambda each: each.left_at or room.closes_at)
    entries = [Entry(each.number, each.label, _state(each, room)) for each in [*present, *gone[-MOST_GONE:]]]
    return Roll(tuple(entries), room.closes_at, room.closed_words)


def call_roll(code: str, connected: Collection[int]) -> Roll | None:
    """The roll of the room with this code, after noting whose lab sockets are open in this process."""
    if connected:
        until = timezone.now() + timedelta(seconds=silence())
        Member.objects.filter(room__code=code, number__in=connected).update(connected_until=until)
    room = Room.objects.select_related("closed_by").filter(code=code).first()
    return roll_of(room, list(room.members.all())) if room else None


def hang_up(code: str, number: int) -> None:
    """This process has no lab socket of the member any more; one that has will say so again."""
    Member.objects.filter(room__code=code, number=number).update(connected_until=None)


def beat() -> float:
    """Seconds after which a process says again who is connected to it."""
    return float(settings.LIVE_DEMO["ROOM_BEAT_SECONDS"])


def silence() -> float:
    """Seconds after which a process that has said nothing is taken for dead."""
    return beat() * _BEATS


def _state(member: Member, room: Room) -> Literal["connected", "here", "left"]:
    if member.left_at:
        return "left"
    return "connected" if member.is_connected and room.is_open else "here"
