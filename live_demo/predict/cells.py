"""The blank cells of a lesson, and what a learner may put into them. Pure; reads what is prefetched."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import unescape
from typing import Any, Self

from django.utils.html import strip_tags

from lessons.markdown import inline
from lessons.models import Lesson

LONGEST_VALUE = 80
"""Characters of a value that a learner writes."""
LONGEST_RESULT = 300
"""Characters of a result as a choice; a prediction is stored, so that it has to be bounded."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One blank cell. Complete in itself: an edited lesson changes no prediction that was made before.

    `own` is the row's own result, empty for the value of a variable, whose `name` is then given. `step` is
    the row, for a value the step that has just ended (None: the start). `said` is the prediction.
    """

    key: str
    label: str
    step: int | None
    name: str = ""
    own: str = ""
    said: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)


def cells_of(lesson: Lesson) -> list[Cell]:
    """The cells that learners predict: results first, then values, row by row."""
    results = [
        Cell(f"result-{step.number}", f"Result of step {step.number}", step.number, own=plain(step.result))
        for step in lesson.steps.all()
        if step.is_blank
    ]
    values = [
        Cell(
            f"value-{variable.number}-{moment.number}",
            f"{variable.name}, {moment.title}",
            moment.after,
            name=variable.name,
        )
        for variable in lesson.variables.all()
        if variable.is_blank
        for moment in lesson.moments.all()
    ]
    return results + values


def results_of(lesson: Lesson) -> list[str]:
    """The results of all rows as choices: each once, always in the same order, never in that of the rows."""
    in_order = list(dict.fromkeys(plain(step.result) for step in lesson.steps.all()))
    shuffled = in_order.copy()
    random.Random(lesson.pk).shuffle(shuffled)  # noqa: S311  nobody gains by guessing it
    return shuffled if shuffled != in_order else in_order[1:] + in_order[:1]


def plain(markdown: str) -> str:
    """`markdown` as a choice can show it, without its marks."""
    text = unescape(strip_tags(inline(markdown))).strip()
    return text if len(text) <= LONGEST_RESULT else text[: LONGEST_RESULT - 1] + "…"
