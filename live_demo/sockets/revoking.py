"""Closes the lab sockets of this process whose learners may not go on: see `live_demo.runs.admission`."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from channels.db import database_sync_to_async
from django.conf import settings

from live_demo.runs.admission import NOT_ALLOWED, WHY, no_longer_allowed
from live_demo.trace.live_run import LiveRun

logger = logging.getLogger(__name__)


class Revoking:
    """Asks the database at each heartbeat, once for all open runs of this process."""

    def __init__(self) -> None:
        self._runs: dict[str, LiveRun] = {}
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def open(self, run: LiveRun) -> AsyncIterator[None]:
        """Dismiss `run` as soon as its learner may not go on with it, while entered."""
        self._runs[run.id] = run
        if self._task is None:
            self._task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            del self._runs[run.id]
            if not self._runs and self._task:
                self._task.cancel()
                self._task = None

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(settings.LIVE_DEMO["HEARTBEAT_SECONDS"])
            try:
                gone = await database_sync_to_async(no_longer_allowed)(list(self._runs))
            except Exception:
                logger.warning("Whether the open runs may go on could not be asked", exc_info=True)
                continue
            for run_id in gone & self._runs.keys():
                self._runs[run_id].dismiss(NOT_ALLOWED, WHY)


revoking = Revoking()
