"""How a run looks at a point: the values that page, permalink and watch socket put on the screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.safestring import SafeString, mark_safe

from lessons.models import Lesson
from live_demo.expect.words import streak, told
from live_demo.lab import Lab, all_labs
from live_demo.trace.point import TracePoint
from live_demo.view.fragments import (
    expected_fragment,
    frame_fragment,
    now_fragment,
    times_fragment,
    value_fragment,
)
from live_demo.view.sentences import sentence

BEAT = "\n<!--beat-->\n"
"""Between the beats of a message. A beat is what one trace point changes on the page."""
MOST_BEATS = 16
"""More than the points of one exchange: what comes that fast together, no eye follows point by point."""
NOTHING = "—"
BY_ITSELF = "the server by itself"


@dataclass(frozen=True, slots=True)
class RunView:
    """What a lesson shows of a run: its lab, the numbers of its steps, the names of its variables."""

    lab: Lab
    steps: Sequence[int]
    variables: Sequence[str]

    @classmethod
    def of(cls, lesson: Lesson, lab: Lab | None = None) -> Self:
        """Reads the lesson's steps and variables: in a thread, or prefetched. `lab`: not the base."""
        return cls(
            lab or all_labs()[lesson.lab],
            [step.number for step in lesson.steps.all()],
            [variable.name for variable in lesson.variables.all()],
        )

    def beats(self, points: Sequence[TracePoint]) -> str:
        """What `points` change, each of them a beat; so many that no eye could follow are one."""
        if len(points) > MOST_BEATS:
            return self._leap(points)
        return BEAT.join(map(self._beat, points))

    def _leap(self, points: Sequence[TracePoint]) -> str:
        """Every frame of `points`, and the state after the last of them."""
        last = points[-1]
        return "".join(
            [
                f'<ol id="frames" data-hx-swap-oob="beforeend">{self.frames(points)}</ol>',
                *(self.times(step, last) for step in self.steps),
                *(piece for name in self.variables for piece in self.variable(name, last)),
                self.expected(last),
                self.now(last),
            ]
        )

    def _beat(self, point: TracePoint) -> str:
        out = []
        if point.frame:
            out.append(f'<ol id="frames" data-hx-swap-oob="beforeend">{self.frame(point)}</ol>')
        if point.step:
            out.append(self.times(point.step, point))
        for name in point.changed:
            if name in self.variables:
                out += self.variable(name, point)
        if point.event == "commit" or point.number == point.expected.get("point"):
            out.append(self.expected(point))
        out.append(self.now(point))
        return "".join(out)

    def whole(self, points: Sequence[TracePoint]) -> str:
        """Everything after `points`, in place of whatever the page shows."""
        last = points[-1] if points else None
        out = [
            '<ol id="frames" class="frames" data-hx-swap-oob="innerHTML">',
            *(self.frame(point) for point in points if point.frame),
            "</ol>",
            *(self.times(step, last) for step in self.steps),
            *(piece for name in self.variables for piece in self.variable(name, last)),
        ]
        out += [self.expected(last), self.now(last)]
        return "".join(out)

    def frames(self, points: Iterable[TracePoint]) -> SafeString:
        return mark_safe("".join(self.frame(point) for point in points if point.frame))  # noqa: S308  fragments

    def frame(self, point: TracePoint) -> SafeString:
        assert point.frame
        return frame_fragment().render(
            number=point.number,
            to=point.frame.to,
            kind=point.frame.kind,
            side="Browser to server" if point.frame.to == "server" else "Server to browser",
            label=point.frame.label,
            readable=("from " if point.frame.by else "") + readable_time(point.at),
            by=point.frame.by,
            by_words=BY_ITSELF if point.frame.by else "",
            gap="" if point.gap is None else f"+{readable_time(point.gap)}",
        )

    def times(self, step: int, point: TracePoint | None) -> SafeString:
        times = point.times.get(step, 0) if point else 0
        return times_fragment().render(step=step, times=times, text=f"{times}×" if times else "not yet")

    def variable(self, name: str, point: TracePoint | None) -> tuple[SafeString, SafeString]:
        """Both cells of a variable: the value before its last change, and the one that it has."""
        before, value = (point.before.get(name), point.attributes.get(name)) if point else (None, None)
        number = point.number if point and name in point.changed else 0
        return self.value(f"before-{name}", before, 0), self.value(f"value-{name}", value, number)

    def value(self, element: str, text: str | None, number: int) -> SafeString:
        """`number`: the point that has just changed the value, 0 where none has."""
        return value_fragment().render(id=element, number=number, text=NOTHING if text is None else text)

    def expected(self, point: TracePoint | None) -> SafeString:
        """The learner's latest expectation, and how it came out."""
        latest = point.expected if point else {}
        states = {None: "open", True: "right", False: "wrong"}
        state = states[latest["right"]] if latest else "none"
        return expected_fragment().render(state=state, told=told(latest), streak=streak(latest))

    def now(self, point: TracePoint | None) -> SafeString:
        return now_fragment().render(
            number=point.number if point else 0,
            line=(point.line or "") if point else "",
            step=(point.current or "") if point else "",
            readable=readable_time(point.at) if point else "",
            sentence=sentence(point, self.lab),
        )


def readable_time(microseconds: int) -> str:
    """A time, such as that since connect, in the unit that reads best. `player.js` has the same."""
    if microseconds < 100_000:
        return f"{microseconds / 1000:.{2 if microseconds < 1000 else 1}f} ms"
    return f"{microseconds / 1_000_000:.3f} s"
