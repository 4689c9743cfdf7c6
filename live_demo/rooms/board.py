"""The board of one room in this process: its sockets, its roll, and what other processes have seen."""

import asyncio

from channels.db import database_sync_to_async
from django.utils import timezone

from live_demo.rooms.roll import Roll, beat, call_roll, hang_up, silence
from live_demo.rooms.seats import Seat
from live_demo.trace.live_run import LiveRun
from live_demo.xray import Facts


class Board:
    """One room, while a socket of it is open in this process."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.sockets = 0
        self.runs: dict[LiveRun, Seat] = {}
        self.roll: Roll | None = None
        self.outdated = asyncio.Event()
        self.writing = asyncio.Lock()
        self.started = False
        self.watchers: set[asyncio.Event] = set()
        self.others: dict[str, dict[str, Facts]] = {}
        self.heard: dict[str, float] = {}
        self.untold = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []
        self.drawing: tuple[str, str] | None = None

    def wake(self) -> None:
        self.drawing = None
        for watcher in self.watchers:
            watcher.set()

    def hear(self, origin: str, facts: dict[str, Facts]) -> None:
        """What another process has seen."""
        self.heard[origin] = self.loop.time()
        if facts != self.others.get(origin):
            self.others[origin] = facts
            self.wake()

    def forget_the_dead(self) -> None:
        """Whoever was connected to a process that says nothing any more is lost."""
        for origin, heard in list(self.heard.items()):
            if self.loop.time() - heard > silence():
                del self.heard[origin]
                for facts in self.others[origin].values():
                    facts.lose(timezone.now().timestamp())
                self.wake()

    async def read_roll(self, code: str) -> None:
        """Read the roll as it is now: a run whose place is no more is dismissed."""
        async with self.writing:
            runs = dict(self.runs)  # later ones may have a place that this reading does not know yet
            roll = await database_sync_to_async(call_roll)(code, {seat.number for seat in runs.values()})
        if roll != self.roll:
            self.roll = roll
            self.wake()
        for run, seat in runs.items():
            if roll and (dismissal := roll.dismissal(seat.number)):
                run.dismiss(*dismissal)

    async def hang_up(self, seat: Seat) -> None:
        """One lab socket less: if it was its member's last one here, the roll says so."""
        async with self.writing:
            if seat.number not in {other.number for other in self.runs.values()}:
                await database_sync_to_async(hang_up)(seat.code, seat.number)
        self.outdated.set()

    def next_look(self) -> float:
        """Seconds until the roll has to be read again at the latest."""
        closes = (self.roll.closes_at - timezone.now()).total_seconds() if self.roll else beat()
        return min(beat(), closes) if closes > 0 else beat()
