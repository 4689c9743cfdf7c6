"""A cell's value as the lesson's recorded run holds it, for questions that are graded by it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lessons.models import Lesson
from live_demo.lab import Lab, all_labs
from live_demo.predict.cells import Cell
from live_demo.predict.grading import Graded, grade
from live_demo.runs.models import Recording
from live_demo.trace.point import TracePoint


@dataclass(frozen=True, slots=True)
class RecordedCell:
    """A cell beside the points that decide it (`lessons.recorded.RecordedValue`)."""

    cell: Cell
    points: list[TracePoint]
    lab: Lab

    @property
    def text(self) -> str:
        return self.graded("").truth

    def is_written_by(self, said: str) -> bool:
        return self.graded(said).verdict == "right"

    def why_for(self, said: str) -> str:
        """A line of code is no Markdown: what would be a mark there is escaped."""
        return re.sub(r"([\\`*_\[\]<>#&!])", r"\\\1", self.graded(said).why)

    def graded(self, said: str) -> Graded:
        return grade([replace(self.cell, said=said)], self.points, self.lab, over=True)[0]


def recorded_cell(lesson: Lesson, variable: str, after: int | None) -> RecordedCell | None:
    """None where nothing is recorded, or the run has no such value."""
    return cell_in(_points_of(lesson), all_labs()[lesson.lab], variable, after)


def cell_in(points: list[TracePoint], lab: Lab, variable: str, after: int | None) -> RecordedCell | None:
    """None where this run has no such value."""
    found = RecordedCell(Cell("cell", variable, after, name=variable), points, lab)
    return found if points and found.graded("").verdict == "empty" else None


def _points_of(lesson: Lesson) -> list[TracePoint]:
    """Read once for all questions of a lesson at hand."""
    at_hand: dict[str, list[TracePoint]] = lesson.__dict__.setdefault("_recorded", {})
    if "points" not in at_hand:
        recording = Recording.objects.filter(lesson=lesson).first()
        at_hand["points"] = recording.points if recording else []
    return at_hand["points"]
