"""What travels over a feed: points of a run as HTML, and the inbox in which it waits for one watcher."""

from dataclasses import dataclass

from live_demo.one_reader import OneReaderQueue
from live_demo.trace.close_codes import NO_PLACE
from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import TracePoint

MAX_WAITING = 100
"""Batches that wait for a slow watcher. Later ones are lost to it, which the numbers of the next one show."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The points of a run numbered `first` to `last`, both included, rendered as HTML.

    `complete`: everything so far, in place of what the page shows. `ended`: nothing follows. `refused`: why
    there is nothing to watch, such as that the lab socket was refused; the watch socket closes with `code`.
    """

    first: int
    last: int
    html: str
    complete: bool = False
    ended: bool = False
    refused: str = ""
    code: int = 0


ENDED = Batch(0, 0, "", ended=True)


def refusal(why: str, code: int = NO_PLACE) -> Batch:
    """The last batch of a run. `why`: the lab socket was refused, or the learner has lost the run."""
    return Batch(0, 0, "", ended=True, refused=why, code=code)


def newer(run: LiveRun, points: list[TracePoint]) -> Batch:
    """The batch of a turn's points. `points` must not be empty, and `run` must have a view."""
    assert run.view
    return Batch(points[0].number, points[-1].number, _dated(run, run.view.render_changes(points)))


def complete(run: LiveRun) -> Batch:
    """The batch of all points so far. It flushes `run` first, so that the next turn follows without a gap."""
    assert run.view
    run.flush()
    points = run.recorder.points.copy()
    return Batch(1, len(points), _dated(run, run.view.whole(points)), complete=True)


def _dated(run: LiveRun, html: str) -> str:
    return BEGAN.format(run.recorder.began) + html


BEGAN = "<!--began {}-->"
"""Stands before the HTML of a batch: when its run began. `bench_clock.js` reads it."""


class FeedLostError(Exception):
    """Raised when no more batches can arrive. The watcher has to connect again."""


class Inbox:
    """The batches that wait for one watcher. `channel` is its channel where the feed is over a layer."""

    def __init__(self) -> None:
        self.channel = ""
        self._batches = OneReaderQueue[Batch]()
        self._is_lost = False

    def put(self, batch: Batch) -> None:
        """Add a batch. Never blocks: a full inbox drops it, unless it says that the run has ended."""
        if len(self._batches) < MAX_WAITING:
            self._batches.put(batch)
        elif batch.ended:  # no later number would reveal that this one was lost
            self._batches.take()
            self._batches.put(batch)

    def lose(self) -> None:
        """Tell the watcher that nothing arrives any more."""
        self._is_lost = True
        self.put(ENDED)

    async def get(self) -> Batch:
        """Wait for the next batch. Raises `FeedLostError` once nothing arrives any more."""
        batch = await self._batches.get()
        if self._is_lost:
            raise FeedLostError
        return batch
