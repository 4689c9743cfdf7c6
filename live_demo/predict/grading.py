"""Grade predictions by the points of a run. Pure: the same cells and points give the same grades.

A run may reach a step more than once. The first time counts, so that a grade never changes during a run.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from live_demo.lab import Lab
from live_demo.predict.cells import Cell
from live_demo.predict.comparing import compare
from live_demo.predict.proof import proof_point
from live_demo.trace.point import TracePoint
from live_demo.view.sentences import sentence

Verdict = Literal["right", "wrong", "empty", "missed", "waiting"]
"""'empty': nothing was predicted. 'missed': the run ended before it. 'waiting': it may come yet."""

WORDS: dict[Verdict, tuple[str, str]] = {
    "right": ("✓", "Right"),
    "wrong": ("✕", "Wrong"),
    "empty": ("○", "Not predicted"),
    "missed": ("–", "Not reached by this run"),
    "waiting": ("", ""),
}
QUOTES = "You left out the quotes: Python writes a string with them."
MAX_TRUTH_LENGTH = 300
"""Characters of a value that are shown and stored. The whole value is compared."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A cell beside what the run did. `point` is the number of the point that shows it, 0 where none does.

    `known_at` is the number of the point that decided the cell: one more than the last for the run's end, and
    0 while it waits.
    """

    cell: Cell
    verdict: Verdict = "waiting"
    truth: str = ""
    why: str = ""
    point: int = 0
    known_at: int = 0
    line: str = ""
    """The code of the line in `why`, for who writes it as code; not stored."""

    def as_json(self) -> dict[str, Any]:
        """The grade for the stored prediction, which holds the cell already."""
        return {"verdict": self.verdict, "truth": self.truth, "why": self.why, "point": self.point}

    @classmethod
    def from_json(cls, cell: Cell, data: Mapping[str, Any]) -> "Graded":
        return cls(cell, **data)

    @property
    def sign(self) -> str:
        return WORDS[self.verdict][0]

    @property
    def words(self) -> str:
        return WORDS[self.verdict][1]


@dataclass(frozen=True, slots=True)
class Score:
    """`right` of the `total` cells that the run reached: with the `empty` ones, without the `missed`."""

    right: int
    total: int
    empty: int
    missed: int

    @classmethod
    def of(cls, cells: Iterable[Graded]) -> "Score":
        verdicts = [graded.verdict for graded in cells]
        missed = verdicts.count("missed") + verdicts.count("waiting")
        return cls(verdicts.count("right"), len(verdicts) - missed, verdicts.count("empty"), missed)


def grade(cells: Sequence[Cell], points: Sequence[TracePoint], lab: Lab, *, over: bool) -> list[Graded]:
    """Each of `cells` as the run with `points` decides it. `over`: the run has ended, no point follows."""
    reached, ends = _story(points, over)
    end = len(points) + 1
    out = []
    for cell in cells:
        event = reached.get(cell.step or 0)
        last = event if cell.own and not cell.proof else ends.get(cell.step)
        if last is None:
            out.append(Graded(cell, "missed", known_at=end) if over else Graded(cell))
        elif cell.own and event:
            out.append(_graded_result(cell, points[: last.number], event, lab))
        else:
            out.append(_graded_value(cell, last, points, lab))
    return out


def _story(
    points: Sequence[TracePoint], over: bool
) -> tuple[dict[int, TracePoint], dict[int | None, TracePoint]]:
    """The first point in each step, and the last point of the first stay there, by the steps' numbers.

    None stands for the time before the first step.
    """
    reached: dict[int, TracePoint] = {}
    ends: dict[int | None, TracePoint] = {}
    for number, point in enumerate(points):
        if point.step:
            reached.setdefault(point.step, point)
            if number:
                ends.setdefault(points[number - 1].current, points[number - 1])
    if over and points:
        ends.setdefault(points[-1].current, points[-1])
    return reached, ends


def _graded_result(cell: Cell, points: Sequence[TracePoint], event: TracePoint, lab: Lab) -> Graded:
    """`points` end with the one that decides the cell, `event` is the one that reaches the step."""
    verdict: Verdict = "empty" if not cell.answer else "right" if cell.answer == cell.own else "wrong"
    stay = points[event.number - 1 :]
    proof = proof_point(cell.proof, stay, lab) or stay[-1]
    known_at = points[-1].number + (1 if cell.proof else 0)
    why, line = _what_shows(proof, points, lab)
    return Graded(cell, verdict, cell.own, why, proof.number, known_at, line)


def _what_shows(proof: TracePoint, points: Sequence[TracePoint], lab: Lab) -> tuple[str, str]:
    """The line that has changed the variables at `proof`, with its code, else what happens there."""
    line = _line_that_ran(points[: proof.number - 1], proof) if proof.changed else None
    return (f"Line {line} ran: {lab.line(line)}", lab.line(line)) if line else (sentence(proof, lab), "")


def _graded_value(cell: Cell, end: TracePoint, points: Sequence[TracePoint], lab: Lab) -> Graded:
    truth = end.attributes.get(cell.name)
    if truth is None:
        why = f"The consumer had no attribute {cell.name} there."
        return Graded(cell, "missed", "", why, end.number, end.number + 1)
    likeness = compare(cell.answer, truth)
    verdict: Verdict = "empty" if not cell.answer else "wrong" if likeness == "other" else "right"
    why, line, point = _why(cell, end, points, lab)
    note = f"{QUOTES} " if verdict == "right" and likeness == "without quotes" else ""
    return Graded(cell, verdict, _clipped(truth), note + why, point, end.number + 1, line)


def _why(cell: Cell, end: TracePoint, points: Sequence[TracePoint], lab: Lab) -> tuple[str, str, int]:
    """The line that gave the variable its value, its code, and the point that shows it."""
    before = points[: end.number]
    change = next((point for point in reversed(before) if cell.name in point.changed), end)
    since = "" if change.current == cell.step else " (nothing has changed it since)"
    line = _line_that_ran(before[: change.number - 1], change)
    if line is None:
        return sentence(change, lab) + since, "", change.number
    return f"Line {line} ran: {lab.line(line)}{since}", lab.line(line), change.number


def _line_that_ran(before: Sequence[TracePoint], change: TracePoint) -> int | None:
    """The line that made `change`. A point has the line that runs next, so it is that of the point before."""
    for point in reversed(before):
        if point.layer == "code" and point.function == change.function:
            return point.line
    return None


def _clipped(text: str) -> str:
    return text if len(text) <= MAX_TRUTH_LENGTH else text[: MAX_TRUTH_LENGTH - 1] + "…"
