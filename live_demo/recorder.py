"""The recorder of one run: turns events and lines into numbered trace points. No I/O."""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter_ns
from typing import Any

from live_demo.expect.expecting import Expecting
from live_demo.literals import Literals
from live_demo.trace import Frame, Layer, TracePoint

MOST_POINTS = 5_000
"""A run that goes on longer keeps its sockets, but is recorded no further."""


class Recorder:
    """Collects the points of one run.

    `reached_by` names the ASGI event of each step, in the order of the execution table. `on_point` is
    called after each point and must neither block nor raise.
    """

    def __init__(
        self,
        reached_by: Sequence[str],
        on_point: Callable[[], None] = lambda: None,
        clock: Callable[[], int] = perf_counter_ns,
    ) -> None:
        self.points: list[TracePoint] = []
        self.attribute_texts = Literals()
        self.local_texts = Literals()
        self.expecting = Expecting()
        self._steps = _steps_by_event(reached_by)
        self._on_point = on_point
        self._clock = clock
        self._start = clock()
        self._accepted = False
        self._closed = False
        # The state in force, so that each point can carry it whole. Replaced, never changed in place.
        self._attributes: dict[str, str] = {}
        self._before: dict[str, str | None] = {}
        self._times: dict[int, int] = {}
        self._current: int | None = None
        self._expected: dict[str, Any] = {}

    def event(
        self, event: Mapping[str, Any], *, path: str = "", error: str = "", reaches: bool = True
    ) -> None:
        """An ASGI event of the lab socket, in either direction.

        `error` where handing it over failed; `reaches` is False where the consumer never gets it.
        """
        kind = event["type"]
        frame = None if error else self._frame(kind, event, path)
        self._accepted = self._accepted or (kind == "websocket.accept" and not error)
        self._closed = self._closed or (kind == "websocket.close" and not error)
        step = self._reach(kind) if reaches and not error else None
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
        self.points.append(
            TracePoint(
                number=self._next,
                at=(self._clock() - self._start) // 1000,
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
                current=self._current,
                times=self._times,
                error=error,
                expected=self._expected,
            )
        )
        self._on_point()

    def _reach(self, event: str) -> int | None:
        """The step that `event` reaches: the next one that waits for it, else the first."""
        steps = self._steps.get(event)
        if not steps:
            return None
        current = self._current or 0
        step = next((step for step in steps if step > current), steps[0])
        self._current = step
        self._times = {**self._times, step: self._times.get(step, 0) + 1}
        return step

    def _repeats(self, event: str, function: str, line: int, names: dict[str, str]) -> bool:
        """Python reports a line again when its await is cancelled."""
        last = self.points[-1] if self.points else None
        return (
            last is not None
            and event == last.event == "line"
            and (function, line, names) == (last.function, last.line, last.locals)
        )

    def _frame(self, kind: str, event: Mapping[str, Any], path: str) -> Frame | None:
        if kind == "websocket.connect":
            return Frame("server", "upgrade", f"GET {path} Upgrade: websocket")
        if kind == "websocket.accept":
            return Frame("browser", "accept", "101 Switching Protocols", code=101)
        if kind == "websocket.receive" or kind == "websocket.send":
            return _message("server" if kind == "websocket.receive" else "browser", event)
        if kind == "websocket.close":
            if not self._accepted:
                return Frame("browser", "refuse", "403 Forbidden", code=403)
            code = event.get("code") or 1000
            return Frame("browser", "close", f"close {code}", code=code, reason=event.get("reason") or "")
        if kind == "websocket.disconnect":
            return self._goodbye(event.get("code"))
        return None

    def _goodbye(self, code: int | None) -> Frame | None:
        """How the socket went; None where the server refused it and there is nothing more to draw."""
        if not self._accepted:
            return None if self._closed else Frame("server", "lost", "gone before it was accepted", code=code)
        if code in (1005, 1006) and not self._closed:
            return Frame("server", "lost", f"connection lost ({code})", code=code)
        return Frame("server", "close", f"close {code}" if code else "close, no code", code=code)


def _steps_by_event(reached_by: Sequence[str]) -> dict[str, list[int]]:
    steps: dict[str, list[int]] = {}
    for number, event in enumerate(reached_by, start=1):
        steps.setdefault(event, []).append(number)
    return steps


def _message(to: Any, event: Mapping[str, Any]) -> Frame:
    text = event.get("text")
    if text is None:
        data = event.get("bytes") or b""
        return Frame(to, "binary", f"binary, {len(data)} bytes", size=len(data))
    shown = text if len(text) <= 60 else text[:59] + "…"
    return Frame(to, "text", f'text "{shown}"', size=len(text.encode(errors="replace")))
