"""A run at one of its points, as HTML fragments: page, permalink and watch socket show the same."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from django.utils.safestring import SafeString, mark_safe

from lessons.models import Lesson, Variable
from live_demo.lab import Lab, all_labs
from live_demo.lab_settings import lab_settings
from live_demo.trace.memberships import IN_GROUPS
from live_demo.trace.point import Frame, TracePoint
from live_demo.view.expectation import expectation_message, streak_message
from live_demo.view.fragments import (
    Fragment,
    expected_fragment,
    frame_fragment,
    now_fragment,
    times_fragment,
    value_fragment,
)
from live_demo.view.values import (
    frame_values,
    is_created_at,
    kind_values,
    moment_values,
    now_values,
    times_values,
    variable_values,
)

POINT_SEPARATOR = "\n<!--point-->\n"
"""Stands between the HTML of one trace point and that of the next. `watch_message.js` splits there."""
MAX_SINGLE_POINTS = 16
"""Points that are shown one after the other. One exchange has fewer; a longer batch makes one change."""


MAX_SEEN = 12
_SET = re.compile(r"\bself\.([^\W\d]\w*)[ \t]*(?::[^=\n]{1,80})?(?:[-+*/%|&^@]|//|\*\*|<<|>>)?=(?!=)")


def seen_in(points: Sequence[TracePoint]) -> tuple[str, ...]:
    """The attributes that a run's own code has set, in the order in which they were seen."""
    names = dict.fromkeys(name for point in points for name in point.attributes if name.isidentifier())
    return tuple(names)[:MAX_SEEN]


def set_in(source: str) -> tuple[str, ...]:
    """The attributes that a consumer's source sets, in its order, and its groups if it uses a channel layer.

    It is read as text: only a sealed process may parse what a learner writes.
    """
    names = dict.fromkeys(_SET.findall(source))
    return (*list(names)[:MAX_SEEN], *([IN_GROUPS] if "channel_layer" in source else []))


def tracked(lesson: Lesson, shown: Lab | None = None) -> list[Variable]:
    """What the tracker of a run of `shown` shows: the lesson's variables and, where two browsers meet over
    the channel layer, the groups that each is in; or the names that `shown` has."""
    if shown and shown.variables is not None:
        return [Variable(name=name) for name in shown.variables]
    lab = all_labs()[lesson.lab]
    meets = lab_settings(lab.name).two and "channel_layer" in lab.source
    return [*lesson.variables.all(), *([Variable(name=IN_GROUPS)] if meets else [])]


def _is_many(points: Sequence[TracePoint]) -> bool:
    """Whether `points` are too many to be seen one after the other: a long turn, or more than one message."""
    if len(points) > MAX_SINGLE_POINTS:
        return True
    return sum(point.event == "websocket.receive" for point in points) > 1


@lru_cache(100)
def _frame_fragment(to: Any, kind: Any, by: Any) -> Fragment:
    """The fragment of a frame with what all such frames have in common."""
    return frame_fragment().with_values(**kind_values(Frame(to, kind, "", by=by)))


@dataclass(frozen=True, slots=True)
class RunView:
    """Renders the trace points of a run as HTML fragments for the page of its lesson.

    `lab` is the lab as the run has it, `steps` are the numbers of the lesson's execution table, `variables`
    the names in its tracker. A subclass may extend `change` and `whole`.
    """

    lab: Lab
    steps: Sequence[int]
    variables: Sequence[str]

    @classmethod
    def of(cls, lesson: Lesson, lab: Lab | None = None) -> Self:
        """The view of a run of `lesson`, which runs `lab`; None is the lesson's lab as written.

        Queries the steps and variables of `lesson` unless they are prefetched.
        """
        return cls(
            lab or all_labs()[lesson.lab],
            [step.number for step in lesson.steps.all()],
            [variable.name for variable in tracked(lesson, lab)],
        )

    def render_changes(self, points: Sequence[TracePoint]) -> str:
        """The HTML that `points` change on the page: one change a point, with `POINT_SEPARATOR` between them.

        More than `MAX_SINGLE_POINTS` points make one change together.
        """
        groups = [points] if _is_many(points) else [[point] for point in points]
        return POINT_SEPARATOR.join(map(self.render_group, groups))

    def render_group(self, points: Sequence[TracePoint]) -> str:
        """The HTML of one change of the page for `points`, at least one, which are shown together.

        That is their frames, and whatever of the state after them is new.
        """
        last = points[-1]
        frames: list[str] = []
        reached: dict[int, None] = {}
        changed: dict[str, None] = {}
        is_expected = False
        for point in points:
            if point.frame:
                frames.append(self.frame(point))
            if point.step:
                reached[point.step] = None
            elif is_created_at(point):
                reached |= dict.fromkeys(self.steps[:1])
            for name in point.changed:
                changed[name] = None
            if point.event == "commit" or point.number == point.expected.get("point"):
                is_expected = True
        out = [f'<ol id="frames" data-hx-swap-oob="beforeend">{"".join(frames)}</ol>'] if frames else []
        out += [self.times(step, last) for step in reached]
        out += [cell for name in changed if name in self.variables for cell in self.variable(name, last)]
        if is_expected:
            out.append(self.expected(last))
        out.append(self.now(last))
        return "".join(out)

    def whole(self, points: Sequence[TracePoint]) -> str:
        """The HTML of the state after `points`. It replaces everything that the page shows."""
        frames = f'<ol id="frames" class="frames" data-hx-swap-oob="innerHTML">{self.frames(points)}</ol>'
        return frames + self._state_at(points[-1] if points else None, is_begun=True)

    def _state_at(self, point: TracePoint | None, *, is_begun: bool = False) -> str:
        """Every fragment but the frames. `is_begun`: a run goes on, even if it has no point yet."""
        return "".join(
            [
                *(self.times(step, point) for step in self.steps),
                *(piece for name in self.variables for piece in self.variable(name, point)),
                self.expected(point),
                self.now(point, is_begun=is_begun),
            ]
        )

    def frames(self, points: Iterable[TracePoint]) -> SafeString:
        return mark_safe("".join(self.frame(point) for point in points if point.frame))  # noqa: S308  fragments

    def frame(self, point: TracePoint) -> SafeString:
        """The frame that crossed the wire at `point`, which has one."""
        assert point.frame
        frame = point.frame
        return _frame_fragment(frame.to, frame.kind, frame.by).filled(moment_values(point, frame))

    def times(self, step: int, point: TracePoint | None) -> SafeString:
        return times_fragment().filled(times_values(step, point))

    def variable(self, name: str, point: TracePoint | None) -> tuple[SafeString, SafeString]:
        """Both cells of the variable `name`: its value before the last change, and its value at `point`."""
        before, value = variable_values(name, point)
        return value_fragment().filled(before), value_fragment().filled(value)

    def expected(self, point: TracePoint | None) -> SafeString:
        """The learner's latest expectation, and its outcome once the run has decided it."""
        latest = point.expected if point else {}
        states = {None: "open", True: "right", False: "wrong"}
        state = states[latest["right"]] if latest else "none"
        return expected_fragment().render(
            state=state, message=expectation_message(latest), streak=streak_message(latest)
        )

    def now(self, point: TracePoint | None, *, is_begun: bool = False) -> SafeString:
        return now_fragment().filled(now_values(point, self.lab, is_begun=is_begun))

    def shown(self, point: TracePoint) -> dict[str, Any]:
        """What each fragment shows at `point`, as JSON for `trace_point.js`: the values by their names.

        `frame` is None where nothing crossed the wire; `times` has a row for each step, `values` two for each
        variable: before its last change, and now.
        """
        return {
            "now": now_values(point, self.lab),
            "frame": frame_values(point) if point.frame else None,
            "times": [times_values(step, point) for step in self.steps],
            "values": [cell for name in self.variables for cell in variable_values(name, point)],
        }
