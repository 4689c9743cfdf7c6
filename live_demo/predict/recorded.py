"""A cell's value as the lesson's recorded run holds it, for questions that are graded by it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lessons.models import Lesson, Step
from live_demo.lab import Lab, all_labs
from live_demo.predict.also_true import also_true
from live_demo.predict.cells import Cell
from live_demo.predict.grading import Graded, grade
from live_demo.runs.models import Recording
from live_demo.trace.point import TracePoint


@dataclass(frozen=True, slots=True)
class RecordedCell:
    """A cell beside the points that decide it (`lessons.plugin.RecordedValue`)."""

    cell: Cell
    points: list[TracePoint]
    lab: Lab

    @property
    def text(self) -> str:
        return self.graded("").truth

    def is_written_by(self, answer: str) -> bool:
        return self.graded(answer).verdict == "right"

    def why_for(self, answer: str) -> str:
        """The reason as Markdown, with the line that ran as code."""
        found = self.graded(answer)
        if not found.line:
            return _escaped(found.why)
        before, _, after = found.why.rpartition(found.line)
        return f"{_escaped(before)}`` {found.line} ``{_escaped(after)}."

    def graded(self, answer: str) -> Graded:
        return grade([replace(self.cell, answer=answer)], self.points, self.lab, over=True)[0]


def _escaped(text: str) -> str:
    """`text` with a backslash before each character that is markup in Markdown."""
    return re.sub(r"([\\`*_\[\]<>#&!])", r"\\\1", text)


@dataclass(frozen=True, slots=True)
class LabRun:
    """The trace points of a recorded run, and the lab that ran (`lessons.plugin.RecordedRun`)."""

    points: list[TracePoint]
    lab: Lab

    def value(self, variable: str, after: int | None) -> RecordedCell | None:
        """The value of `variable` after step `after` in the recorded run; None if the run has none."""
        found = RecordedCell(Cell("cell", variable, after, name=variable), self.points, self.lab)
        return found if self.points and found.graded("").verdict == "empty" else None


def recorded_run(lesson: Lesson) -> LabRun | None:
    """The stored recording of the lesson, read once for each `lesson` instance; None where it has none."""
    cached: dict[str, LabRun | None] = lesson.__dict__.setdefault("_recorded_run", {})
    if "run" not in cached:
        recording = Recording.objects.filter(lesson=lesson).first()
        cached["run"] = LabRun(recording.points, all_labs()[lesson.lab]) if recording else None
    return cached["run"]


def also_true_in_run(lesson: Lesson, step: Step) -> set[str]:
    """The results of other rows that the recorded run shows at `step`, too; of none without a run."""
    run = recorded_run(lesson)
    others = [other for other in lesson.steps.all() if other.pk != step.pk]
    return also_true(step, others, run.points, run.lab) if run else set()
