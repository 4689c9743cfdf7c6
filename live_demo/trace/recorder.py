"""The recorder of one run: turns ASGI events and lines of code into numbered trace points. No I/O."""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter_ns, time_ns
from typing import Any
from uuid import uuid4

from live_demo.trace.attributes import AttributeState
from live_demo.trace.connection import ConnectionState
from live_demo.trace.exception_text import named_text_of
from live_demo.trace.expectations import Expectations, NoExpectations
from live_demo.trace.frames import frame_of
from live_demo.trace.memberships import Memberships
from live_demo.trace.point import Frame, Layer, TracePoint
from live_demo.trace.repr_cache import ReprCache
from live_demo.trace.steps import Reach, Sender, Steps
from live_demo.trace.stored import CUT, RecordBudget

_WALL_CLOCK = time_ns() - perf_counter_ns()
"""Nanoseconds to add to the monotonic clock for the time of day, read once: two starts in one process then
differ by exactly what the monotonic clock has measured between them."""
_FROM_BROWSER = ("websocket.connect", "websocket.receive", "websocket.disconnect")


class Recorder:
    """Collects the trace points of one run in `points`.

    `steps` says what reaches each step (`live_demo.trace.steps`), `sender` is whose message the consumer
    handles. `on_point` is called after each point and must neither block nor raise. `clock` gives
    nanoseconds, and `start` is its reading when the request reached the consumer's process: now, if not
    given. A record that is full keeps only how the run ends (`live_demo.trace.stored`).
    """

    def __init__(
        self,
        steps: Sequence[Reach],
        expectations: Expectations | None = None,
        *,
        on_point: Callable[[], None] = lambda: None,
        clock: Callable[[], int] = perf_counter_ns,
        start: int | None = None,
    ) -> None:
        self.id = uuid4().hex
        self.socket = 0  # its number, where a worker has several
        self.steps = steps
        self.sender: Sender = "own"
        self.on_point = on_point
        self.start = clock() if start is None else start
        self.points: list[TracePoint] = []
        self.attribute_texts = ReprCache()
        self.local_texts = ReprCache()
        self.expectations = expectations or NoExpectations()
        self.connection = ConnectionState()
        self._clock = clock
        self._steps = Steps(steps)
        self.memberships = Memberships()
        self._attributes = AttributeState()
        self._locals: dict[str, str] = {}
        self._expected: dict[str, Any] = {}
        self._last_frame_at: int | None = None
        self._budget = RecordBudget()

    def begin(self) -> None:
        """The consumer's process is ready only now: time counts from here, unless a frame is recorded.

        What was noticed before, such as a place in the queue, then stands at the start.
        """
        if any(point.frame for point in self.points):
            return
        self.start = self._clock()
        for point in self.points:
            point.at = 0

    @property
    def began(self) -> int:
        """The time of the run's beginning, in microseconds since 1970.

        The page of two browsers subtracts the beginnings of both runs to show them on one clock. If two
        processes serve them, the clocks of their machines may differ.
        """
        return (_WALL_CLOCK + self.start) // 1000

    def event(
        self,
        event: Mapping[str, Any],
        *,
        path: str = "",
        error: str = "",
        reaches: bool = True,
        sent_by: "Recorder | None" = None,
    ) -> None:
        """Record an ASGI event of the lab socket, in either direction.

        `path` is that of the request. `error` says why the event could not be handed over. `reaches` is False
        for an event that the consumer never gets: it then reaches only a step that waits for just such a
        frame, as 'websocket.connect GET' does. `sent_by` is the recorder of the consumer that sends it, where
        that is another one: it may know the consumer of this run, and call its send().
        """
        kind = event["type"]
        frame, step = None, None
        if not error:
            connection = self.connection
            frame = frame_of(event, path=path, accepted=connection.is_accepted, closed=connection.is_closed)
            connection.see(kind)
            if reaches or kind == "websocket.connect":  # a request arrives even if no consumer takes it
                sender = "own" if kind in _FROM_BROWSER else self.sender
                label = frame.label if frame else ""
                step = self._steps.reach(kind, label, sender, by_frame_only=not reaches)
            if self.expectations.is_open:
                self.expectations.see(event, step, self._next_number)
                self._note_expected()
        point = self._new("asgi", kind, *(sent_by.where if sent_by else ()))
        point.by_socket = sent_by.socket if sent_by else 0
        point.frame, point.step, point.error = frame, step, error
        self._append(point)

    def code(
        self,
        event: str,
        function: str,
        line: int,
        attributes: dict[str, str] | None,
        names: dict[str, str],
        error: str = "",
    ) -> None:
        """Record a line of the lab's own code, with the consumer's attributes and the function's locals.

        `attributes` is None where the code has no `self`: the attributes are then as they were. `error` says
        why the values could not be read.
        """
        changed = None
        if attributes is not None:
            changed = self._attributes.update(self.memberships.added_to(attributes))
        if changed is None and self._repeats(event, function, line, names):
            return
        if names != self._locals:
            self._locals = names
        point = self._new("code", event, function, line, self._locals)
        point.error = error
        if changed:
            point.changed = changed
        self._append(point)

    def exception(self, error: BaseException, function: str, line: int | None) -> None:
        """Record an exception that has left the consumer. The tap raises it again."""
        self.expectations.see_exception(self._next_number)
        self._note_expected()
        point = self._new("code", "exception", function, line)
        point.error = named_text_of(error, 200)
        self._append(point)

    def adopt(self, point: TracePoint) -> None:
        """Add a point that a worker has recorded for this run. It gets its number here.

        What this process has recorded while the point was on its way stands before it, so it is not earlier.
        """
        point.number = self._next_number
        point.at = max(point.at, self.points[-1].at if self.points else 0)
        if self.connection.is_dropped:
            point.frame = None
            if point.event == "websocket.accept":
                point.error = "the connection is over, and nothing is sent"
        self._attributes.adopt(point.attributes, point.before)
        self._steps.times, self._steps.current = point.times, point.current
        if not point.error:
            self.connection.see(point.event)
        self._append(point)

    def notice(self, event: str, names: dict[str, str], frame: Frame | None = None) -> None:
        """Record what the serving process has noticed, at the line that the consumer has reached."""
        last = self.points[-1] if self.points else None
        function, line = (last.function, last.line) if last else (None, None)
        point = self._new("server", event, function, line, names)
        point.frame = frame
        if frame and frame.by == "server":
            self.connection.is_over = self.connection.is_dropped = True
        self._append(point)

    def server_responded(self, frame: Frame | None) -> None:
        """An exception has left the application and the server has ended the connection.

        `frame` is what the server put on the wire, None where that is not known of this server.
        """
        self.connection.is_over = True
        code = frame.code if frame and frame.kind == "close" else None
        self.expectations.see_answer(code, self._next_number)
        self._note_expected()
        if frame:
            point = self._new("server", "server.answers")
            point.frame = frame
            self._append(point)

    def expect(self, kind: str, said: str) -> None:
        """The learner commits to what comes next. Nothing is recorded where it is not taken."""
        if self.expectations.commit(kind, said):
            self._note_expected()
            self._append(self._new("learner", "commit"))

    def end_turn(self) -> None:
        """The consumer asks for its next event."""
        if self.expectations.hears_nothing():
            self.expectations.end_turn(self._next_number)
            self._note_expected()
            self._append(self._new("learner", "quiet"))

    @property
    def where(self) -> tuple[str | None, int | None]:
        """The function and the line that the consumer has reached."""
        last = next((point for point in reversed(self.points) if point.layer == "code"), None)
        return (last.function, last.line) if last else (None, None)

    @property
    def _next_number(self) -> int:
        return len(self.points) + 1

    def _note_expected(self) -> None:
        self._expected = self.expectations.as_json()

    def _new(
        self,
        layer: Layer,
        event: str,
        function: str | None = None,
        line: int | None = None,
        names: dict[str, str] | None = None,
    ) -> TracePoint:
        """A point of this moment that carries the state in force. It is not in `points` yet."""
        return TracePoint(  # by position: names would take as long again as all the rest
            len(self.points) + 1,
            (self._clock() - self.start) // 1000,
            layer,
            event,
            function,
            line,
            self._attributes.values,
            names or {},
            self._attributes.before,
            [],  # changed
            None,  # frame
            None,  # step
            self._steps.current,
            self._steps.times,
            "",  # error
            self._expected,
        )

    def _append(self, point: TracePoint) -> None:
        if not self._has_place_for(point):
            return
        if point.frame is not None:
            if self._last_frame_at is not None:
                point.gap = point.at - self._last_frame_at
            self._last_frame_at = point.at
        self.points.append(point)
        self.on_point()

    def _has_place_for(self, point: TracePoint) -> bool:
        """Whether `point` is recorded. The first one that has no place is announced by a point of its own."""
        last = self.points[-1] if self.points else None
        if self._budget.is_cut or point.event == CUT:
            _keep_values_of(last, point)
            return self._budget.take(point, last)
        if self._budget.take(point, last):
            return True
        self._append(self._new("server", CUT))
        point.number = self._next_number
        return self._has_place_for(point)

    def _repeats(self, event: str, function: str, line: int, names: dict[str, str]) -> bool:
        """Whether this is the last point again: Python reports a line twice when its await is cancelled."""
        last = self.points[-1] if self.points else None
        return (
            last is not None
            and event == last.event == "line"
            and (function, line, names) == (last.function, last.line, last.locals)
        )


def _keep_values_of(last: TracePoint | None, point: TracePoint) -> None:
    """Let `point` carry the values of `last`, so that its size does not depend on what was left out."""
    point.attributes, point.before = (last.attributes, last.before) if last else ({}, {})
    point.changed = []
