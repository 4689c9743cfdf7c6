"""The blank cells of a lesson, and what a learner may put into them. Pure; reads what is prefetched."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import unescape
from typing import Any, Self

from django.utils.html import strip_tags

from lessons.markdown import inline
from lessons.models import Lesson, Step

MAX_VALUE_LENGTH = 80
"""Characters of a value that a learner writes."""
MAX_RESULT_LENGTH = 300
"""Characters of a result as a choice; a prediction is stored, so that it has to be bounded."""
OTHERS = 3
"""Results of other rows that are offered where the author wrote no wrong ones."""


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


def results_of(lesson: Lesson) -> dict[str, list[str]]:
    """What a learner chooses from, as Markdown, by the key of the cell: the row's result among others.

    The others are the wrong ones that the author wrote for the row, else results of other rows. So no row is
    told by what is left over of the rest. The order is the row's own, and always the same.
    """
    all_results = {plain(step.result): step.result for step in lesson.steps.all()}
    return {
        f"result-{step.number}": _among_others(lesson, step, all_results)
        for step in lesson.steps.all()
        if step.is_blank
    }


def _among_others(lesson: Lesson, step: Step, all_results: Mapping[str, str]) -> list[str]:
    chance = random.Random(f"{lesson.slug} {step.number}")  # noqa: S311  nobody gains by guessing it
    elsewhere = [text for key, text in all_results.items() if key != plain(step.result)]
    others = step.expected_instead or chance.sample(elsewhere, min(OTHERS, len(elsewhere)))
    return chance.sample([step.result, *others], 1 + len(others))


def plain(markdown: str) -> str:
    """`markdown` as a choice can show it, without its marks."""
    text = unescape(strip_tags(inline(markdown))).strip()
    return text if len(text) <= MAX_RESULT_LENGTH else text[: MAX_RESULT_LENGTH - 1] + "…"
