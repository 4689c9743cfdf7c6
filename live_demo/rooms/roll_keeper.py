"""Keeps a board's roll as the database has it, and the database informed of who is connected here."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from channels.db import database_sync_to_async
from django.utils import timezone

from live_demo.rooms.board import Board
from live_demo.rooms.roll import heartbeat_seconds, note_disconnected, refresh_roll, silence_seconds
from live_demo.rooms.seats import Seat

SPACING_SECONDS = 0.1
"""The shortest time between two readings of a roll, two pictures, or two messages to other processes."""

logger = logging.getLogger(__name__)


class RollKeeper:
    """Reads the roll at each notice, at each heartbeat, and when the room's time is over.

    `on_heartbeat` is called after each reading, also where the database did not answer.
    """

    def __init__(self, board: Board, on_heartbeat: Callable[[], None]) -> None:
        self._board = board
        self._on_heartbeat = on_heartbeat
        self._loop = asyncio.get_running_loop()
        self._noticed = asyncio.Event()
        self._database = asyncio.Lock()
        """Held while this process reads and writes who is connected, so that the two do not cross."""

    def notice(self) -> None:
        """The roll may have changed: read it again soon."""
        self._noticed.set()

    def notice_from_thread(self) -> None:
        """The same, from a thread outside of the event loop. Does nothing once the loop has ended."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._noticed.set)

    async def run(self) -> None:
        """Keep the roll until cancelled."""
        while True:
            self._noticed.clear()
            try:
                await self._read()
            except Exception:  # a database that is away for a moment must not take the runs with it
                logger.warning("The roll of room %s was not read", self._board.code, exc_info=True)
            self._board.processes_lost(self._loop.time() - silence_seconds(), timezone.now().timestamp())
            self._on_heartbeat()
            await asyncio.sleep(SPACING_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds_to_next()):
                    await self._noticed.wait()

    async def note_closed(self, seat: Seat) -> None:
        """A lab socket on `seat` has closed. If it was its member's last one here, the database says so."""
        try:
            async with self._database:
                if not self._board.is_connected(seat.number):
                    await database_sync_to_async(note_disconnected)(seat.code, seat.number)
        except Exception:
            logger.warning("The roll of room %s was not written", seat.code, exc_info=True)
        self.notice()

    async def _read(self) -> None:
        async with self._database:
            seats = dict(self._board.seats)  # later ones may have a place that this reading does not know yet
            connected = {seat.number for seat in seats.values()}
            roll = await database_sync_to_async(refresh_roll)(self._board.code, connected)
        self._board.roll_read(roll, seats)

    def _seconds_to_next(self) -> float:
        """Until the next heartbeat or the end of the room's time, whichever comes first."""
        roll, heartbeat = self._board.roll, heartbeat_seconds()
        left = (roll.closes_at - timezone.now()).total_seconds() if roll else heartbeat
        return min(heartbeat, left) if left > 0 else heartbeat
