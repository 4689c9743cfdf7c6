"""The panes of the live way: code, wire and state at one point of a run. Page and permalink share them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from lessons.highlight import highlighted_lines
from lessons.models import Lesson, Step, Variable
from live_demo.lab import Lab
from live_demo.lab_settings import lab_settings
from live_demo.trace.point import TracePoint
from live_demo.view.browser_code import BrowserCode, browser_code
from live_demo.view.run_view import RunView, tracked
from live_demo.view.stations import Station, stations_of


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of the lab's file, counted from 1. `is_now`: it runs next. `is_first`: a page shows it first."""

    number: int
    html: SafeString
    is_now: bool
    is_first: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """A row of the execution table, and how often the run has reached it. `is_now`: the run is in it."""

    step: Step
    times: SafeString
    is_now: bool


@dataclass(frozen=True, slots=True)
class VariableRow:
    """A row of the variable tracker: the value before the last change, and the value now."""

    variable: Variable
    before: SafeString
    value: SafeString


@dataclass(frozen=True, slots=True)
class Panes:
    """Everything that `templates/live_demo/_panes.html` shows."""

    view: RunView
    code: list[CodeLine]
    browser: BrowserCode
    stations: list[tuple[Station, str]]
    steps: list[StepRow]
    variables: list[VariableRow]
    frames: SafeString
    now: SafeString


def panes(lesson: Lesson, points: Sequence[TracePoint], lab: Lab | None = None) -> Panes:
    """The panes after `points` of a run of `lesson`. `lab` is the lab that ran; None is the lesson's own.

    Queries the lesson's steps and variables unless they are prefetched.
    """
    view = RunView.of(lesson, lab)
    last = points[-1] if points else None
    line = last.line if last else None
    first = lab_settings(view.lab.name).first_line
    return Panes(
        view=view,
        code=[
            CodeLine(
                number,
                html,
                is_now=number == line,
                is_first=bool(first) and view.lab.line(number) == first,
            )
            for number, html in enumerate(highlighted_lines(view.lab.source), start=1)
        ],
        browser=browser_code(view.lab.name, points),
        stations=stations_of(view.lab),
        steps=[
            StepRow(
                step,
                view.times(step.number, last),
                is_now=last is not None and step.number == last.current,
            )
            for step in lesson.steps.all()
        ],
        variables=[VariableRow(row, *view.variable(row.name, last)) for row in tracked(lesson, lab)],
        frames=view.frames(points),
        now=view.now(last),
    )
