"""The runs that are watched in this process: their watch sockets hear of the end even if nobody tells them.

They end, too, when the run is its learner's no more: see `live_demo.runs.admission`.

Whoever ends a run tells its watchers over the feed. A process that has died tells nobody, and a channel layer
may lose a message. So the database is asked at each heartbeat, once for all watch sockets of this process.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from contextlib import contextmanager

from live_demo.feed.batch import ENDED, Batch, Inbox, refusal
from live_demo.runs.admission import NOT_ALLOWED, WHY, no_longer_allowed
from live_demo.runs.models import Run


class Watched:
    """The inboxes of the watch sockets of this process, with the id of the run that each follows."""

    def __init__(self) -> None:
        self._runs: dict[Inbox, tuple[str, asyncio.AbstractEventLoop]] = {}

    @contextmanager
    def follow(self, run_id: str, inbox: Inbox) -> Iterator[None]:
        """Tell `inbox` when the run ends, while entered. Enter it in the event loop of the inbox."""
        self._runs[inbox] = (run_id, asyncio.get_running_loop())
        try:
            yield
        finally:
            del self._runs[inbox]

    def look(self) -> None:
        """Ask the database which of the runs are over. Called in the thread of the heartbeat."""
        followed = dict(self._runs)
        last = _last_batches({run_id for run_id, _ in followed.values()})
        for inbox, (run_id, loop) in followed.items():
            if run_id in last:
                with contextlib.suppress(RuntimeError):  # the event loop has ended
                    loop.call_soon_threadsafe(inbox.put, last[run_id])


def _last_batches(run_ids: set[str]) -> dict[str, Batch]:
    """{run that is over: the last batch for its watchers}."""
    if not run_ids:
        return {}
    ended = dict.fromkeys((pk.hex for pk in Run.objects.ended(run_ids).values_list("pk", flat=True)), ENDED)
    return ended | dict.fromkeys(no_longer_allowed(run_ids), refusal(WHY, NOT_ALLOWED))


watched = Watched()
