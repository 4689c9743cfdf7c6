"""The blank cells of a lesson, and the results that a learner chooses from.

Queries steps, variables and moments of the lesson unless they are prefetched.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import unescape
from typing import Any, Self

from django.utils.html import strip_tags

from lessons.markdown import inline
from lessons.models import Lesson, Step

MAX_VALUE_LENGTH = 80
"""Characters of a value that a learner types."""
MAX_RESULT_LENGTH = 300
"""Characters of a result that is offered as a choice. Chosen results are stored, so they are bounded."""
OTHERS = 3
"""Number of other rows' results that are offered if the author wrote no wrong ones."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One blank cell of the execution table or of the variable tracker, with what was predicted in it.

    It holds all that grading needs, so editing the lesson does not change earlier predictions. `answer` is
    the prediction. For a result, `own` is the row's own result, `step` the number of its row, and `proof`
    what a run shows later than the event, when the result holds (`live_demo.predict.proof`). For a value,
    `own` is '', `name` is the variable, and `step` is the step that has just ended, None at the start.

    Results are compared by their texts. `own_markdown` and `answer_markdown` are what the author wrote, to be
    shown with its code; '' in older predictions.
    """

    key: str
    label: str
    step: int | None
    name: str = ""
    own: str = ""
    answer: str = ""
    proof: Sequence[str] = ()
    own_markdown: str = ""
    answer_markdown: str = ""

    @property
    def own_html(self) -> str:
        return inline(self.own_markdown) if self.own_markdown else self.own

    @property
    def answer_html(self) -> str:
        return inline(self.answer_markdown) if self.answer_markdown else self.answer

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)


def cells_of(lesson: Lesson) -> list[Cell]:
    """The cells that learners predict: first the results, then the values, row by row."""
    results = [
        Cell(
            f"result-{step.number}",
            f"Result of step {step.number}",
            step.number,
            own=plain(step.result),
            proof=[entry for entry in step.proof if entry != "event"],
            own_markdown=_bounded(step.result),
        )
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


type AlsoTrue = Callable[[Step], Collection[str]]
"""Finds the results of other rows (Markdown) that hold at a row, too."""


def results_of(lesson: Lesson, also_true: AlsoTrue = lambda step: ()) -> dict[str, list[str]]:
    """The choices of each result cell as Markdown, by the cell's key: the row's own result among others.

    The others are the wrong results that the author wrote for the row, else results of other rows, so that no
    row can be found by elimination; those that are `also_true` at the row are left out. The order depends on
    the lesson, its recorded run and the row only.
    """
    return {
        f"result-{step.number}": _among_others(lesson, step, also_true)
        for step in lesson.steps.all()
        if step.is_blank
    }


def _among_others(lesson: Lesson, step: Step, also_true: AlsoTrue) -> list[str]:
    chance = random.Random(f"{lesson.slug} {step.number}")  # noqa: S311  nobody gains by guessing it
    others = step.expected_instead
    if not others:
        of_other_rows = _of_other_rows(lesson, step, also_true(step))
        others = chance.sample(of_other_rows, min(OTHERS, len(of_other_rows)))
    return chance.sample([step.result, *others], 1 + len(others))


def _of_other_rows(lesson: Lesson, step: Step, true: Collection[str]) -> list[str]:
    """Each wrong result once, as it reads."""
    results = {plain(row.result): row.result for row in lesson.steps.all()}
    own = {plain(text) for text in (step.result, *true)}
    return [text for key, text in results.items() if key not in own]


def written_results(lesson: Lesson) -> dict[str, str]:
    """The Markdown of each result that a row may offer, by its text."""
    steps = lesson.steps.all()
    return {plain(each): _bounded(each) for step in steps for each in (step.result, *step.expected_instead)}


def _bounded(markdown: str) -> str:
    return markdown if len(markdown) <= MAX_RESULT_LENGTH else ""


def plain(markdown: str) -> str:
    """The text of `markdown` without its marks, at most `MAX_RESULT_LENGTH` characters."""
    text = unescape(strip_tags(inline(markdown))).strip()
    return text if len(text) <= MAX_RESULT_LENGTH else text[: MAX_RESULT_LENGTH - 1] + "…"
