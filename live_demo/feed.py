"""The feed: from the process that holds a run's lab socket to whoever watches it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from live_demo.live_run import LiveRun
from live_demo.trace import TracePoint

MOST_WAITING = 100
"""Batches that wait for a slow watcher; what comes beyond is lost to it, and the numbers tell."""


@dataclass(slots=True)
class Batch:
    """Points of a run, in order. `complete`: everything so far. `ended`: nothing follows."""

    points: list[TracePoint]
    complete: bool = False
    ended: bool = False


class Inbox:
    """What waits for one watcher. Putting never blocks."""

    def __init__(self) -> None:
        self._batches: asyncio.Queue[Batch] = asyncio.Queue(MOST_WAITING)

    def put(self, batch: Batch) -> None:
        try:
            self._batches.put_nowait(batch)
        except asyncio.QueueFull:
            if batch.ended:  # the one thing that no later number would reveal
                self._batches.get_nowait()
                self._batches.put_nowait(batch)

    async def get(self) -> Batch:
        return await self._batches.get()


class LocalFeed:
    """The feed inside one process: no layer between tap and watcher."""

    def __init__(self) -> None:
        self._runs: dict[str, LiveRun] = {}
        self._inboxes: dict[str, set[Inbox]] = {}

    @contextmanager
    def hold(self, run: LiveRun) -> Iterator[None]:
        """While held, `run` can be watched."""
        self._runs[run.id] = run
        try:
            yield
        finally:
            del self._runs[run.id]

    def publish(self, run_id: str, points: list[TracePoint]) -> None:
        """Hand on the points of a turn. Neither blocks nor raises."""
        for inbox in self._inboxes.get(run_id, ()):
            inbox.put(Batch(points))

    def end(self, run_id: str) -> None:
        """Tell the watchers that the run is over and stored."""
        for inbox in self._inboxes.get(run_id, ()):
            inbox.put(Batch([], ended=True))

    @asynccontextmanager
    async def watch(self, run_id: str, inbox: Inbox) -> AsyncIterator[None]:
        """While open, the run's batches go into `inbox`."""
        inboxes = self._inboxes.setdefault(run_id, set())
        inboxes.add(inbox)
        try:
            yield
        finally:
            inboxes.discard(inbox)
            if not inboxes:
                self._inboxes.pop(run_id, None)

    async def resync(self, run_id: str, inbox: Inbox) -> None:
        """Put everything so far into `inbox`, as one complete batch; nothing where the run is not open."""
        run = self._runs.get(run_id)
        if run:
            inbox.put(Batch(list(run.recorder.points), complete=True))


feed = LocalFeed()
