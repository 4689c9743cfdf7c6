"""Reads what the database says of an open room: its roster, and which processes are alive."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from channels.db import database_sync_to_async
from django.conf import settings
from django.utils import timezone

from live_demo.processes.heartbeat import living
from live_demo.rooms.room_state import RoomState
from live_demo.rooms.roster import Roster, read_roster

SPACING_SECONDS = 0.1
"""The shortest time between two readings of a roster, two pictures, or two messages to other processes."""

logger = logging.getLogger(__name__)


class RosterRefresher:
    """Reads the roster at each notice, at each heartbeat, and when the room's time is over.

    `on_heartbeat` is called after each reading, also where the database did not answer.
    """

    def __init__(self, state: RoomState, on_heartbeat: Callable[[], None]) -> None:
        self._state = state
        self._on_heartbeat = on_heartbeat
        self._loop = asyncio.get_running_loop()
        self._noticed = asyncio.Event()

    def notice(self) -> None:
        """The roster may have changed: read it again soon."""
        self._noticed.set()

    def notice_from_thread(self) -> None:
        """The same, from a thread outside of the event loop. Does nothing once the loop has ended."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._noticed.set)

    async def run(self) -> None:
        """Read again and again, until cancelled."""
        while True:
            self._noticed.clear()
            try:
                await self._read()
            except Exception:  # a database that is away for a moment must not take the runs with it
                logger.warning("The roster of room %s was not read", self._state.code, exc_info=True)
            self._on_heartbeat()
            await asyncio.sleep(SPACING_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds_to_next()):
                    await self._noticed.wait()

    async def _read(self) -> None:
        seats = dict(self._state.seats)  # later ones may have a place that this reading does not know yet
        roster, alive = await database_sync_to_async(_read)(self._state.code)
        self._state.roster_read(roster, seats)
        self._state.processes_read(alive, timezone.now().timestamp())

    def _seconds_to_next(self) -> float:
        """Seconds until the next heartbeat or the end of the room's time, whichever comes first."""
        roster, heartbeat = self._state.roster, float(settings.LIVE_DEMO["HEARTBEAT_SECONDS"])
        left = (roster.closes_at - timezone.now()).total_seconds() if roster else heartbeat
        return min(heartbeat, left) if left > 0 else heartbeat


def _read(code: str) -> tuple[Roster | None, frozenset[str]]:
    """The roster of the room with this code, and the names of the processes that are alive."""
    return read_roster(code), living()
