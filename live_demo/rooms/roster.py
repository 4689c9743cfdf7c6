"""The roster of a room: who has a place in it, who is connected, and why it is over. Reads the database.

Pages and sockets read the same rows. A member is connected while a run of theirs is open. The runs of a
process that has crashed are ended by the others (`live_demo.processes`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from live_demo.rooms.models import Member, Room
from live_demo.runs.models import Run
from live_demo.trace.close_codes import ROOM_CLOSED, ROOM_LEFT

MAX_GONE = 3
"""Members who have left and are still listed: the latest."""
YOU_LEFT = "You left this room."


@dataclass(frozen=True, slots=True)
class Entry:
    """A member on the roster. 'here': in the room, without an open lab socket."""

    number: int
    label: str
    state: Literal["connected", "here", "left"]


@dataclass(frozen=True, slots=True)
class Roster:
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


def roster_of(room: Room, members: Sequence[Member]) -> Roster:
    """The roster, from all who were ever in the room. A closed room leaves nobody connected."""
    connected = _connected(room) if room.is_open else frozenset()
    present = [each for each in members if not each.left_at]
    gone = sorted((each for each in members if each.left_at), key=lambda each: each.left_at or room.closes_at)
    entries = [
        Entry(each.number, each.label, _state(each, connected)) for each in [*present, *gone[-MAX_GONE:]]
    ]
    return Roster(tuple(entries), room.closes_at, room.closed_words)


def read_roster(code: str) -> Roster | None:
    """The roster of the room with this code; None where there is no such room."""
    room = Room.objects.select_related("closed_by").filter(code=code).first()
    return roster_of(room, list(room.members.all())) if room else None


def _connected(room: Room) -> frozenset[int]:
    """The numbers of the members who have a lab socket open, in any process."""
    return frozenset(Run.objects.open().filter(member__room=room).values_list("member__number", flat=True))


def _state(member: Member, connected: Collection[int]) -> Literal["connected", "here", "left"]:
    if member.left_at:
        return "left"
    return "connected" if member.number in connected else "here"
