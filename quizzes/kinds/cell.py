"""Predict a cell: a value of the lesson's variable tracker, right when the recorded run holds it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from quizzes.kinds.base import (
    Answer,
    AnswerError,
    GradedChoice,
    GradedQuestion,
    Interaction,
    Kind,
    Mark,
    in_exact_case,
    text_field,
    typed,
)

NOT_RECORDED = (
    "The lesson's run has no such value recorded yet, so nothing can be graded. Nothing was counted."
)


class Cell(Kind):
    """All or nothing, compared as values of Python. Nobody types the right answer: a run has recorded it.

    `expects = { variable = "connection_state", after = 3 }`; without `after` it is the start. Choices are
    values that the author foresees as wrong, with feedback.
    """

    name, title = "cell", "Predict a cell"
    how_to_answer = "the value as a literal of Python, in a text; a number may be a number of JSON"
    example_answer = '"\'hello\'", "[]" or 3'
    least_choices = 0
    shows_choices = False
    takes_options = False

    def parse(self, question: GradedQuestion, raw: object) -> str:
        text = typed(question, raw)
        if question.recorded is None:
            raise AnswerError(question.key, NOT_RECORDED)
        return text

    def mark(self, question: GradedQuestion, answer: Answer) -> Mark:
        recorded, said = question.recorded, str(answer)
        assert recorded
        if recorded.is_written_by(said):
            return Mark(1.0, True, [recorded.why_for(said)], [])
        told = [choice.feedback for choice in question.choices if choice.text.strip().strip("`") == said]
        return Mark(0.0, False, told[:1], [recorded.why_for(recorded.text)])

    def right(self, question: GradedQuestion) -> str:
        return question.recorded.text if question.recorded else ""

    def field(self, options: list[tuple[str, str]]) -> forms.Field:
        return text_field()

    def cell(self, expects: Mapping[str, Any]) -> tuple[str, int | None]:
        return expects["variable"], expects.get("after")

    def interaction(self, question: GradedQuestion) -> Interaction:
        """The value as Python writes it; other ways to write it count, too, and no pattern can say so."""
        return Interaction("fill-in", [in_exact_case(question.recorded.text)] if question.recorded else [])

    def choices_fault(self, choices: Sequence[GradedChoice]) -> str:
        right = any(choice.is_right for choice in choices)
        return "the run knows what is right: mark no choice as right" if right else ""

    def expects_fault(self, expects: Mapping[str, Any], choices: Sequence[GradedChoice]) -> str:
        variable, after = expects.get("variable"), expects.get("after", 1)
        if (
            not isinstance(variable, str)
            or not variable.isidentifier()
            or set(expects) - {"variable", "after"}
        ):
            return "name the cell: its variable, and the step after which it is asked for"
        is_step = isinstance(after, int) and not isinstance(after, bool) and after >= 1
        return "" if is_step else "after is the number of a step; leave it out for the start"
