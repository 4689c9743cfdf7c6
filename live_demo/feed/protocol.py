"""The contract of a feed. `local` fulfils it inside one process, `over_layer` between processes."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from live_demo.feed.batch import Inbox
from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import TracePoint


class Feed(Protocol):
    """Carries the points of a run from the process of its lab socket to the watch sockets that follow it.

    - A run may have any number of watchers, none included, and a watcher may come before its run is open.
    - Batches of a run arrive in their order. Any of them may be lost: a watcher sees the gap in the numbers
      and calls `resync`. A full inbox drops any but the last one, which says that the run has ended.
    - A complete batch may overlap with newer ones that are under way: a watcher drops what it knows.
    - Nothing that a watcher does delays the run: `publish` neither blocks nor raises, and a watcher that does
      not read loses batches.
    - A run that is not open is no error: `expect` and `resync` then do nothing.
    """

    def open(self, run: LiveRun) -> AbstractAsyncContextManager[None]:
        """Let `run` be watched while entered. Enter it once for a run, in the process of its lab socket."""

    def publish(self, run: LiveRun, points: list[TracePoint]) -> None:
        """Send the points of a turn, rendered once by the view of the run, to its watchers."""

    async def end(self, run_id: str) -> None:
        """Tell the watchers that the run is over. Its record has been stored before."""

    async def refuse(self, run_id: str, why: str) -> None:
        """Tell the watchers why the lab socket was refused. The run has not begun, and nothing is stored."""

    def watch(self, run_id: str, inbox: Inbox) -> AbstractAsyncContextManager[None]:
        """Put the batches of the run into `inbox` while entered."""

    async def expect(self, run_id: str, kind: str, said: str) -> None:
        """Tell the run that its learner commits to an expectation (`live_demo.expect.expecting`)."""

    async def resync(self, run_id: str, inbox: Inbox) -> None:
        """Ask for a complete batch. It is put into `inbox`, which is watching the run, now or soon."""
