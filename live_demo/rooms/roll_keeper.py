"""Keeps a board as the database has it: the roll of the room, and which processes are alive."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from channels.db import database_sync_to_async
from django.conf import settings
from django.utils import timezone

from live_demo.processes.heartbeat import living
from live_demo.rooms.board import Board
from live_demo.rooms.roll import Roll, read_roll

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
            self._on_heartbeat()
            await asyncio.sleep(SPACING_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds_to_next()):
                    await self._noticed.wait()

    async def _read(self) -> None:
        seats = dict(self._board.seats)  # later ones may have a place that this reading does not know yet
        roll, alive = await database_sync_to_async(_read)(self._board.code)
        self._board.roll_read(roll, seats)
        self._board.processes_read(alive, timezone.now().timestamp())

    def _seconds_to_next(self) -> float:
        """Until the next heartbeat or the end of the room's time, whichever comes first."""
        roll, heartbeat = self._board.roll, float(settings.LIVE_DEMO["HEARTBEAT_SECONDS"])
        left = (roll.closes_at - timezone.now()).total_seconds() if roll else heartbeat
        return min(heartbeat, left) if left > 0 else heartbeat


def _read(code: str) -> tuple[Roll | None, frozenset[str]]:
    """The roll of the room with this code, and the names of the processes that are alive."""
    return read_roll(code), living()
