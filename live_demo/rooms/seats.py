"""The seat of a run in a room, and the prefixes that keep the groups of rooms and runs apart."""

import re
from dataclasses import dataclass

from live_demo.runs.models import Run

ROOM_PREFIX = "room."


@dataclass(frozen=True, slots=True)
class Seat:
    """A run's place in a room. `label` is what the others see; it counts a member's later sockets.

    `code` is the room's, `number` the member's. `is_open`: a lab socket may be opened on it.
    """

    code: str
    label: str
    is_open: bool = True
    number: int = 0

    @property
    def prefix(self) -> str:
        return room_prefix(self.code)


def room_prefix(code: str) -> str:
    """The prefix of the names of all groups of a room."""
    return f"{ROOM_PREFIX}{code}."


def alone_prefix(run_id: str) -> str:
    """The prefix of the names of all groups of a run outside of rooms. No other run has it."""
    return f"run.{re.sub(r'[^A-Za-z0-9-]', '-', run_id)[:60]}."


def seat_of(run_id: str) -> Seat | None:
    """The seat of a run; None where the run is in no room. Queries the database."""
    run = Run.objects.select_related("member__room").defer("trace").filter(pk=run_id).first()
    if run is None or run.member is None:
        return None
    earlier = run.member.runs.filter(started_at__lt=run.started_at).exclude(opened_at=None).count()
    label = f"{run.member.label}, socket {earlier + 1}" if earlier else run.member.label
    room, has_left = run.member.room, run.member.left_at is not None
    return Seat(room.code, label, room.is_open and not has_left, run.member.number)
