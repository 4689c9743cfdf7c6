"""The runs that are watched in this process: their watch sockets hear of the end even if nobody tells them.

Whoever ends a run tells its watchers over the feed. A process that has died tells nobody, and a channel layer
may lose a message. So the database is asked at each heartbeat, once for all watch sockets of this process.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from contextlib import contextmanager

from live_demo.feed.batch import ENDED, Inbox
from live_demo.runs.models import Run


class Watched:
    """The inboxes of the watch sockets of this process, with the id of the run that each follows."""

    def __init__(self) -> None:
        self._runs: dict[Inbox, tuple[str, asyncio.AbstractEventLoop]] = {}

    @contextmanager
    def follow(self, run_id: str, inbox: Inbox) -> Iterator[None]:
        """While entered, `inbox` hears that the run has ended. Enter it in the event loop of the inbox."""
        self._runs[inbox] = (run_id, asyncio.get_running_loop())
        try:
            yield
        finally:
            del self._runs[inbox]

    def look(self) -> None:
        """Ask the database which of the runs have ended. From the thread of the heartbeat."""
        followed = dict(self._runs)
        ids = {run_id for run_id, _ in followed.values()}
        ended = {each.hex for each in Run.objects.ended(ids).values_list("pk", flat=True)} if ids else set()
        for inbox, (run_id, loop) in followed.items():
            if run_id in ended:
                with contextlib.suppress(RuntimeError):  # the event loop has ended
                    loop.call_soon_threadsafe(inbox.put, ENDED)


watched = Watched()
