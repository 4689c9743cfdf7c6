"""The roll of a room: who has a place in it, who is connected, and why it is over. Reads the database.

Pages and sockets read the same rows. A process writes until when its members count as connected, and renews
that at each heartbeat: the members of a process that has crashed run out by themselves.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.utils import timezone

from live_demo.rooms.models import Member, Room
from live_demo.trace.close_codes import ROOM_CLOSED, ROOM_LEFT

MAX_GONE = 3
"""Members who have left and are still listed: the latest."""
_MISSED_HEARTBEATS = 3
"""After so many a process is taken for dead."""
YOU_LEFT = "You left this room."


@dataclass(frozen=True, slots=True)
class Entry:
    """A member on the roll. 'here': in the room, without an open lab socket."""

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
        """The close code and the reason for a lab socket of this member; None where it may stay open."""
        if self.closed:
            return ROOM_CLOSED, self.closed
        return None if self.has(number) else (ROOM_LEFT, YOU_LEFT)


def roll_of(room: Room, members: Sequence[Member]) -> Roll:
    """The roll, from all who were ever in the room. A closed room leaves nobody connected."""
    present = [each for each in members if not each.left_at]
    gone = sorted((each for each in members if each.left_at), key=lambda each: each.left_at or room.closes_at)
    entries = [Entry(each.number, each.label, _state(each, room)) for each in [*present, *gone[-MAX_GONE:]]]
    return Roll(tuple(entries), room.closes_at, room.closed_words)


def refresh_roll(code: str, connected: Collection[int]) -> Roll | None:
    """The roll of the room with this code, after noting the numbers of the members who are connected here.

    None where there is no such room.
    """
    if connected:
        until = timezone.now() + timedelta(seconds=silence_seconds())
        Member.objects.filter(room__code=code, number__in=connected).update(connected_until=until)
    room = Room.objects.select_related("closed_by").filter(code=code).first()
    return roll_of(room, list(room.members.all())) if room else None


def note_disconnected(code: str, number: int) -> None:
    """This process has no lab socket of the member any more. Another one that has will note it again."""
    Member.objects.filter(room__code=code, number=number).update(connected_until=None)


def heartbeat_seconds() -> float:
    """After so many seconds a process notes again who is connected to it."""
    return float(settings.LIVE_DEMO["ROOM_HEARTBEAT_SECONDS"])


def silence_seconds() -> float:
    """After so many seconds without a sign a process is taken for dead."""
    return heartbeat_seconds() * _MISSED_HEARTBEATS


def _state(member: Member, room: Room) -> Literal["connected", "here", "left"]:
    if member.left_at:
        return "left"
    return "connected" if member.is_connected and room.is_open else "here"
