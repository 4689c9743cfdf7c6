"""Stores the record of a run and what it decides, once, whatever happens at its end."""

import asyncio
import atexit
import logging
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from live_demo.expect.models import Streak
from live_demo.feed.current import feed
from live_demo.middleware.server_name import server_name
from live_demo.predict.committing import grade_by_run
from live_demo.runs.models import Run
from live_demo.runs.write_queue import AWAY, write_queue
from live_demo.trace.live_run import LiveRun
from live_demo.trace.stored import stored

logger = logging.getLogger(__name__)


class Storing:
    """The runs of this process that are not stored yet."""

    def __init__(self) -> None:
        self._open: dict[LiveRun, Future[None] | None] = {}
        self._notifying: set[asyncio.Task[None]] = set()
        atexit.register(self.finish)

    @asynccontextmanager
    async def open(self, run: LiveRun) -> AsyncIterator[None]:
        """Store the run when left, and even if the process ends before. Its watchers are told then."""
        self._open[run] = None
        try:
            yield
        finally:
            await self._shielded(run)

    async def end(self, run: LiveRun) -> None:
        """Wait until the run is stored. It is also stored if the caller is cancelled meanwhile."""
        await asyncio.shield(asyncio.wrap_future(self._keep(run)))

    def finish(self) -> None:
        """Store every run that is still open, and wait for what waits for the database."""
        for run in list(self._open):
            self._keep(run)
        if left := write_queue.finish(settings.LIVE_DEMO["STORE_SECONDS_AT_EXIT"]):
            logger.error("The process ends, and the records of %s runs are not stored", left)

    async def _shielded(self, run: LiveRun) -> None:
        task = asyncio.create_task(self._end_and_notify(run))
        self._notifying.add(task)
        task.add_done_callback(self._notifying.discard)
        await asyncio.shield(task)

    async def _end_and_notify(self, run: LiveRun) -> None:
        await self.end(run)
        del self._open[run]
        await feed.end(run.id)

    def _keep(self, run: LiveRun) -> Future[None]:
        kept = self._open[run] or write_queue.keep(partial(_store_or_lose, run, timezone.now()))
        self._open[run] = kept
        return kept


def _store_or_lose(run: LiveRun, ended_at: datetime) -> None:
    """Store the run; end it as lost if no try can succeed. Raises one of `AWAY` for another try."""
    try:
        _store(run, ended_at, stored(run.recorder.points))  # made before the database is locked for it
    except AWAY:
        raise
    except Exception:
        logger.exception("The record of run %s cannot be stored", run.id)
        Run.objects.lose(run.id)


@transaction.atomic
def _store(run: LiveRun, ended_at: datetime, record: list[dict[str, Any]]) -> None:
    """Store the record of the run, and what it decides: its prediction, the learner's streak."""
    if not Run.objects.store(run.id, ended_at=ended_at, server=server_name(), trace=record):
        return
    grade_by_run(run.id, run.recorder.points)
    if outcomes := run.recorder.expectations.outcomes:
        Streak.objects.keep(Run.objects.values_list("learner", flat=True).get(pk=run.id), outcomes)


storing = Storing()
"""The storing of this process."""
