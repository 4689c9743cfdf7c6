"""The feed inside one process: the tap's points go straight into the inboxes of the watchers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from live_demo.feed.batch import ENDED, Batch, Inbox, complete, newer, refusal
from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import TracePoint


class LocalFeed:
    """A `live_demo.feed.protocol.Feed` whose runs and watchers share one event loop."""

    def __init__(self) -> None:
        self._runs: dict[str, LiveRun] = {}
        self._inboxes: dict[str, set[Inbox]] = {}

    @asynccontextmanager
    async def open(self, run: LiveRun) -> AsyncIterator[None]:
        self._runs[run.id] = run
        try:
            yield
        finally:
            del self._runs[run.id]

    def publish(self, run: LiveRun, points: list[TracePoint]) -> None:
        inboxes = self._inboxes.get(run.id)
        if inboxes:
            batch = newer(run, points)
            for inbox in inboxes:
                inbox.put(batch)

    async def end(self, run_id: str) -> None:
        self._put(run_id, ENDED)

    async def refuse(self, run_id: str, why: str) -> None:
        self._put(run_id, refusal(why))

    @asynccontextmanager
    async def watch(self, run_id: str, inbox: Inbox) -> AsyncIterator[None]:
        inboxes = self._inboxes.setdefault(run_id, set())
        inboxes.add(inbox)
        try:
            yield
        finally:
            inboxes.discard(inbox)
            if not inboxes:
                self._inboxes.pop(run_id, None)

    async def expect(self, run_id: str, kind: str, said: str) -> None:
        run = self._runs.get(run_id)
        if run:
            run.recorder.expect(kind, said)

    async def resync(self, run_id: str, inbox: Inbox) -> None:
        run = self._runs.get(run_id)
        if run:
            inbox.put(complete(run))

    def _put(self, run_id: str, batch: Batch) -> None:
        for inbox in self._inboxes.get(run_id, ()):
            inbox.put(batch)
