"""Predict a cell: the learner types a value of the variable tracker, and the recorded run decides."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.kinds.answers import Answer, AnswerError, typed_text
from quizzes.kinds.base import ExpectsField, Interaction, Kind, Mark, exact_case_pattern, text_field

NOT_RECORDED = (
    "The recorded run of this lesson does not have this value yet, so your "
    "answer cannot be graded. Nothing was counted."
)


class Cell(Kind):
    """Credit is 0 or 1. The answer and the recorded value are compared as Python values.

    `expects = { variable = "connection_state", after = 3 }` names the cell. `after` is the number of a step;
    without it the question is about the start. The choices are wrong values that the author expects, with
    feedback for each.
    """

    name, title = "cell", "Predict a cell"
    how_to_answer = "the value as a literal of Python, in a text; a number may be a number of JSON"
    example_answer = '"\'hello\'", "[]" or 3'
    min_choices = 0
    shows_choices = False
    counts_options = False
    expects_fields: ClassVar = {
        "variable": ExpectsField("Variable of the tracker", list_id="lesson-variables"),
        "after": ExpectsField("After which step; empty: at the start", "number"),
    }

    def parse(self, answer_key: AnswerKey, raw: object) -> str:
        text = typed_text(answer_key, raw)
        if answer_key.recorded is None:
            raise AnswerError(answer_key.question, NOT_RECORDED)
        return text

    def mark(self, answer_key: AnswerKey, answer: Answer) -> Mark:
        recorded, text = answer_key.recorded, str(answer)
        assert recorded
        if recorded.is_written_by(text):
            return Mark(1.0, True, [recorded.why_for(text)], [])
        expected = (choice for choice in answer_key.choices if choice.text.strip().strip("`") == text)
        feedback = [choice.feedback for choice in expected]
        return Mark(0.0, False, feedback[:1], [recorded.why_for(recorded.text)])

    def right(self, answer_key: AnswerKey) -> str:
        return answer_key.recorded.text if answer_key.recorded else ""

    def field(self, options: list[tuple[str, str]], matches: list[tuple[str, str]]) -> forms.Field:
        return text_field()

    def cell(self, expects: Mapping[str, Any]) -> tuple[str, int | None]:
        return expects["variable"], expects.get("after")

    def interaction(self, answer_key: AnswerKey) -> Interaction:
        """The value as Python writes it. Other spellings count too, but no xAPI pattern can describe them."""
        return Interaction(
            "fill-in", [exact_case_pattern(answer_key.recorded.text)] if answer_key.recorded else []
        )

    def choices_fault(self, choices: Sequence[KeyChoice]) -> str:
        right = any(choice.is_right for choice in choices)
        return "the run knows what is right: mark no choice as right" if right else ""

    def expects_fault(self, expects: Mapping[str, Any], choices: Sequence[KeyChoice]) -> str:
        variable, after = expects.get("variable"), expects.get("after", 1)
        if (
            not isinstance(variable, str)
            or not variable.isidentifier()
            or set(expects) - {"variable", "after"}
        ):
            return "name the cell: its variable, and the step after which it is asked for"
        is_step = isinstance(after, int) and not isinstance(after, bool) and after >= 1
        return "" if is_step else "after is the number of a step; leave it out for the start"
