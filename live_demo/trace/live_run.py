"""A run whose lab socket is open in this process: its recorder, and the turns in which it is published."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from live_demo.trace.point import TracePoint
from live_demo.trace.recorder import Recorder

if TYPE_CHECKING:
    from live_demo.rooms.seats import Seat
    from live_demo.view.run_view import RunView

TURN_SECONDS = 0.010
"""Points wait for the end of the consumer's turn, and at rest never longer than this."""

SPACING_SECONDS = 0.050
"""Turns that follow each other faster than an eye sees share a batch."""


class LiveRun:
    """One run. `publish` is handed the points of a turn; it must neither block nor raise.

    `view` says how the run looks to whoever watches it, `seat` where it sits if it is in a room; `dismissed`
    is done, with a close code and a reason, as soon as the lab socket has to be closed. `comes_back`: its
    browser has had the connection cut, and is going to open a second one.
    """

    def __init__(
        self,
        run_id: str,
        reached_by: Sequence[str],
        publish: Callable[["LiveRun", list[TracePoint]], None],
        view: "RunView | None" = None,
    ) -> None:
        self.id = run_id
        self.view = view
        self.seat: Seat | None = None
        self.comes_back = False
        self.reached_by = reached_by
        self.recorder = Recorder(reached_by, on_point=self._on_point)
        self.dismissed: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()
        self._publish = publish
        self._published = 0
        self._published_at = 0.0
        self._timer_runs = False
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()

    def end_turn(self) -> None:
        """The consumer asks for its next event: publish now, unless the last time is only just over."""
        self.recorder.end_turn()
        if self._loop.time() - self._published_at >= SPACING_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Publish what has been recorded since the last time."""
        points = self.recorder.points
        if len(points) > self._published:
            self._published_at = self._loop.time()
            turn = points[self._published :]
            self._published = len(points)
            self._publish(self, turn)

    def dismiss(self, code: int, reason: str) -> None:
        """Have the lab socket closed with `code` now, because of `reason`. The first of several counts."""
        if not self.dismissed.done():
            self.dismissed.set_result((code, reason))

    def _on_point(self) -> None:
        if self._timer_runs:
            return
        self._timer_runs = True
        if threading.get_ident() == self._thread:
            due = max(self._loop.time() + TURN_SECONDS, self._published_at + SPACING_SECONDS)
            self._loop.call_at(due, self._on_timer)
        else:  # a synchronous consumer runs its handlers in a thread
            self._loop.call_soon_threadsafe(self._on_timer)

    def _on_timer(self) -> None:
        self._timer_runs = False
        self.flush()
