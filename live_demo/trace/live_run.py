"""A run whose lab socket is open in this process: its recorder, and when its points are published."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from live_demo.trace.point import TracePoint
from live_demo.trace.recorder import Recorder

TURN_SECONDS = 0.010
"""A turn of the consumer is from one event to the next. In a longer one, points wait at most this long."""

SPACING_SECONDS = 0.050
"""Turns that follow each other within this time are published together: nobody can see them apart."""


class View(Protocol):
    """The HTML fragments of a run. `live_demo.view.run_view` implements it."""

    def render_changes(self, points: Sequence[TracePoint]) -> str:
        """The HTML that `points` change on the page."""

    def whole(self, points: Sequence[TracePoint]) -> str:
        """The page after `points`, in place of whatever it shows."""


class Seat(Protocol):
    """The run's place in a room. `live_demo.rooms.seats` has it."""

    @property
    def code(self) -> str:
        """The code of the room."""

    @property
    def label(self) -> str:
        """Label of this run for the other members."""

    @property
    def prefix(self) -> str:
        """Prefix of the names of all groups of the room."""


class LiveRun:
    """One run with its recorder, its `view` if it can be watched, and its `seat` if it is in a room.

    `first_run` is the id of the run whose groups it shares: that of the first browser on the same bench.

    `publish` gets the run and the points of a turn; it must neither block nor raise. `dismissed` is resolved
    with a close code and a reason as soon as the lab socket has to be closed. `will_reconnect` is true once
    the browser has asked for a cut and said that it is going to open a second connection. `until_recorded`
    waits, for a moment at most, until the record has what the consumer has done: one in another process is
    recorded there. Make it in the event loop that serves its lab socket.
    """

    def __init__(
        self,
        run_id: str,
        recorder: Recorder,
        publish: Callable[["LiveRun", list[TracePoint]], None],
        *,
        view: View | None = None,
        seat: Seat | None = None,
        first_run: str = "",
    ) -> None:
        self.id = run_id
        self.first_run = first_run
        self.recorder = recorder
        self.view = view
        self.seat = seat
        self.will_reconnect = False
        self.until_recorded: Callable[[], Awaitable[None]] = _recorded_already
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self.dismissed: asyncio.Future[tuple[int, str]] = self._loop.create_future()
        self._publish = publish
        self._published = 0
        self._published_at = 0.0
        self._is_due = False
        self._timer: asyncio.TimerHandle | None = None
        recorder.on_point = self._on_point

    def end_turn(self) -> None:
        """The consumer asks for its next event: publish now, unless that was just done."""
        self.recorder.end_turn()
        if self._loop.time() - self._published_at >= SPACING_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Publish what has been recorded since the last batch."""
        if self._timer:  # it is for these points: those of the next turn have their own time
            self._timer.cancel()
            self._timer, self._is_due = None, False
        points = self.recorder.points
        if len(points) > self._published:
            self._published_at = self._loop.time()
            turn = points[self._published :]
            self._published = len(points)
            self._publish(self, turn)

    def dismiss(self, code: int, reason: str) -> None:
        """Close the lab socket with `code` now, because of `reason`. Only the first call counts."""
        if not self.dismissed.done():
            self.dismissed.set_result((code, reason))

    def _on_point(self) -> None:
        if self._is_due:
            return
        self._is_due = True
        if threading.get_ident() == self._thread:
            due = max(self._loop.time() + TURN_SECONDS, self._published_at + SPACING_SECONDS)
            self._timer = self._loop.call_at(due, self._on_due)
        else:  # a synchronous consumer runs its handlers in a thread
            self._loop.call_soon_threadsafe(self._on_due)

    def _on_due(self) -> None:
        self._timer, self._is_due = None, False
        self.flush()


async def _recorded_already() -> None:
    """Do nothing: a consumer in this process is recorded as it runs."""
