"""The recorder of one run: turns events and lines into numbered trace points. No I/O."""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter_ns
from typing import Any

from live_demo.expect.expecting import Expecting
from live_demo.trace.frames import frame_of
from live_demo.trace.point import Frame, Layer, TracePoint
from live_demo.trace.repr_cache import ReprCache
from live_demo.trace.steps import Steps

MOST_POINTS = 5_000
"""A run that goes on longer keeps its sockets, but is recorded no further."""


class Recorder:
    """Collects the points of one run.

    `reached_by` is that of `live_demo.trace.steps`. `on_point` is called after each point and must neither
    block nor raise. `start` is the clock's time of the connect.
    """

    def __init__(
        self,
        reached_by: Sequence[str],
        on_point: Callable[[], None] = lambda: None,
        clock: Callable[[], int] = perf_counter_ns,
        start: int | None = None,
    ) -> None:
        self.points: list[TracePoint] = []
        self.attribute_texts = ReprCache()
        self.local_texts = ReprCache()
        self.expecting = Expecting()
        self._steps = Steps(reached_by)
        self._on_point = on_point
        self._clock = clock
        self.start = clock() if start is None else start
        self.is_accepted = False
        self.is_over = False
        """Whether there is nothing left to answer: the server has closed, or the client has gone."""
        self._closed = False
        self._frame_at: int | None = None
        # The state in force, so that each point can carry it whole. Replaced, never changed in place.
        self._attributes: dict[str, str] = {}
        self._before: dict[str, str | None] = {}
        self._expected: dict[str, Any] = {}

    def event(
        self, event: Mapping[str, Any], *, path: str = "", error: str = "", reaches: bool = True
    ) -> None:
        """An ASGI event of the lab socket, in either direction.

        `error` where handing it over failed; `reaches` is False where the consumer never gets it: a request
        then reaches only a step that waits for just such a frame, as 'websocket.connect GET' does.
        """
        kind = event["type"]
        frame = None if error else frame_of(event, path=path, accepted=self.is_accepted, closed=self._closed)
        self._note_state(kind, error)
        label = frame.label if frame else ""
        step = None
        if not error and (reaches or kind == "websocket.connect"):  # a request is here, whoever takes it
            step = self._steps.reach(kind, label, by_frame_only=not reaches)
        if self.expecting.is_open and not error:
            self.expecting.see(event, step, self._next)
            self._note_expected()
        self._add("asgi", kind, frame=frame, step=step, error=error)

    def code(
        self,
        event: str,
        function: str,
        line: int,
        attributes: dict[str, str] | None,
        names: dict[str, str],
        error: str = "",
    ) -> None:
        """A line of the lab's own code, with the consumer's attributes and the function's locals.

        `attributes` is None where the code does not see the consumer: they are then as they were.
        """
        changed: list[str] = []
        if attributes is not None and attributes != self._attributes:
            held = self._attributes
            changed = [name for name, value in attributes.items() if held.get(name) != value]
            self._before = {**self._before, **{name: held.get(name) for name in changed}}
            self._attributes = attributes
        elif self._repeats(event, function, line, names):
            return
        self._add("code", event, function=function, line=line, names=names, changed=changed, error=error)

    def exception(self, error: BaseException, function: str, line: int | None) -> None:
        """The consumer let an exception out; it is the tap's to raise it again."""
        text = f"{type(error).__name__}: {error}"[:200]
        self.expecting.see_exception(self._next)
        self._note_expected()
        self._add("code", "exception", function=function, line=line, error=text)

    def adopt(self, point: TracePoint) -> None:
        """A point that another process has recorded for this run; its number is given here."""
        if len(self.points) >= MOST_POINTS:
            return
        point.number = len(self.points) + 1
        self._attributes, self._before = point.attributes, point.before
        self._steps.times, self._steps.current = point.times, point.current
        self._note_state(point.event, point.error)
        point.gap = self._gap(point.frame, point.at)
        self.points.append(point)
        self._on_point()

    def notice(self, event: str, names: dict[str, str], frame: Frame | None = None) -> None:
        """Something that the serving process has noticed, while the consumer was where it was."""
        last = self.points[-1] if self.points else None
        function, line = (last.function, last.line) if last else (None, None)
        self._add("server", event, function=function, line=line, names=names, frame=frame)

    def answered(self, frame: Frame | None) -> None:
        """An exception has left the application; the server does the rest by itself: `frame`, if known."""
        self.is_over = True
        self.expecting.see_answer(frame.code if frame and frame.kind == "close" else None, self._next)
        self._note_expected()
        if frame:
            self._add("server", "server.answers", frame=frame)

    def expect(self, kind: str, said: str) -> None:
        """The learner commits to what comes next."""
        if self.expecting.commit(kind, said):
            self._note_expected()
            self._add("learner", "commit")

    def end_turn(self) -> None:
        """The consumer asks for its next event."""
        if self.expecting.hears_nothing():
            self.expecting.end_turn(self._next)
            self._note_expected()
            self._add("learner", "quiet")

    @property
    def _next(self) -> int:
        return len(self.points) + 1

    def _note_state(self, kind: str, error: str) -> None:
        if error:
            return
        self.is_accepted = self.is_accepted or kind == "websocket.accept"
        self._closed = self._closed or kind == "websocket.close"
        self.is_over = self.is_over or kind in ("websocket.close", "websocket.disconnect")

    def _gap(self, frame: Frame | None, at: int) -> int | None:
        if frame is None:
            return None
        before, self._frame_at = self._frame_at, at
        return None if before is None else at - before

    def _note_expected(self) -> None:
        if self.expecting.state:
            self._expected = self.expecting.state.as_json()

    def _add(
        self,
        layer: Layer,
        event: str,
        *,
        function: str | None = None,
        line: int | None = None,
        names: dict[str, str] | None = None,
        changed: list[str] | None = None,
        frame: Frame | None = None,
        step: int | None = None,
        error: str = "",
    ) -> None:
        if len(self.points) >= MOST_POINTS:
            return
        at = (self._clock() - self.start) // 1000
        self.points.append(
            TracePoint(
                number=self._next,
                at=at,
                layer=layer,
                event=event,
                function=function,
                line=line,
                attributes=self._attributes,
                locals=names or {},
                before=self._before,
                changed=changed or [],
                frame=frame,
                step=step,
                current=self._steps.current,
                times=self._steps.times,
                error=error,
                expected=self._expected,
                gap=self._gap(frame, at),
            )
        )
        self._on_point()

    def _repeats(self, event: str, function: str, line: int, names: dict[str, str]) -> bool:
        """Python reports a line again when its await is cancelled."""
        last = self.points[-1] if self.points else None
        return (
            last is not None
            and event == last.event == "line"
            and (function, line, names) == (last.function, last.line, last.locals)
        )
