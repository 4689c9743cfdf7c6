"""The feed: from the process that holds a run's lab socket to whoever watches it.

What travels is HTML, rendered once where the run is, with the numbers of the points in it. `LocalFeed`
serves one process; `live_demo.feed.over_layer` has the one that goes over a channel layer.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import TracePoint

MOST_WAITING = 100
"""Batches that wait for a slow watcher; what comes beyond is lost to it, and the numbers tell."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Points of a run as HTML: those from `first` to `last`, by number.

    `complete`: everything so far, in place of what the page shows. `ended`: nothing follows.
    """

    first: int
    last: int
    html: str
    complete: bool = False
    ended: bool = False


ENDED = Batch(0, 0, "", ended=True)


def newer(run: LiveRun, points: list[TracePoint]) -> Batch:
    """The points of a turn, as a batch."""
    assert run.view
    return Batch(points[0].number, points[-1].number, run.view.changes(points))


def complete(run: LiveRun) -> Batch:
    """Everything so far, as a batch: the next turn follows on it without a gap or an overlap."""
    assert run.view
    run.flush()
    points = run.recorder.points.copy()
    return Batch(1, len(points), run.view.whole(points), complete=True)


class Inbox:
    """What waits for one watcher. Putting never blocks. `channel` is its name in a channel layer."""

    def __init__(self) -> None:
        self.channel = ""
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
    """The feed inside one process: nothing between tap and watcher."""

    def __init__(self) -> None:
        self._runs: dict[str, LiveRun] = {}
        self._inboxes: dict[str, set[Inbox]] = {}

    @asynccontextmanager
    async def hold(self, run: LiveRun) -> AsyncIterator[None]:
        """While held, `run` can be watched."""
        self._runs[run.id] = run
        try:
            yield
        finally:
            del self._runs[run.id]

    def publish(self, run: LiveRun, points: list[TracePoint]) -> None:
        """Hand on the points of a turn. Neither blocks nor raises."""
        inboxes = self._inboxes.get(run.id)
        if inboxes:
            batch = newer(run, points)
            for inbox in inboxes:
                inbox.put(batch)

    async def end(self, run_id: str) -> None:
        """Tell the watchers that the run is over and stored."""
        for inbox in self._inboxes.get(run_id, ()):
            inbox.put(ENDED)

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

    async def expect(self, run_id: str, kind: str, said: str) -> None:
        """What a watcher says that its learner expects next."""
        run = self._runs.get(run_id)
        if run:
            run.recorder.expect(kind, said)

    async def resync(self, run_id: str, inbox: Inbox) -> None:
        """Put everything so far into `inbox`; nothing where the run is not open."""
        run = self._runs.get(run_id)
        if run:
            inbox.put(complete(run))
