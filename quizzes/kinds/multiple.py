"""Multiple choice: several options may be right, and each right option earns an equal part."""

from collections.abc import Sequence

from django import forms

from quizzes.kinds.answer_key import FULL, AnswerKey, KeyChoice
from quizzes.kinds.answers import Answer, AnswerError, known_keys
from quizzes.kinds.base import Kind, Mark


class Multiple(Kind):
    """Credit is (right options chosen - wrong options chosen) / right options, and at least 0.

    A learner who chooses every option therefore earns nothing where half of the options are wrong.
    Where an option has a credit of its own, the credit is the sum of those of the chosen options, within 0
    and 1; an option without one then earns nothing.
    """

    name, title = "multiple", "Multiple choice"
    chooses_options = True
    has_several_right = True
    how_to_answer = "a list of the keys of the choices that are right, in any order"
    example_answer = '["a", "c"]'

    def parse(self, answer_key: AnswerKey, raw: object) -> list[str]:
        if not raw:
            raise AnswerError(answer_key.question, "Choose at least one of the options first.")
        return sorted(known_keys(answer_key, raw))

    def mark(self, answer_key: AnswerKey, answer: Answer) -> Mark:
        chosen = [choice for choice in answer_key.choices if choice.key in answer]
        right = sum(choice.is_right for choice in chosen)
        wrong = len(chosen) - right
        missed = [choice for choice in answer_key.right_choices if choice.key not in answer]
        if any(choice.percent is not None for choice in answer_key.choices):
            earned = sum((choice.percent or 0) / 100 for choice in chosen)
            credit = 1.0 if earned >= FULL else max(0.0, earned)
        else:
            credit = max(0.0, (right - wrong) / len(answer_key.right_choices))
        return Mark(
            credit=credit,
            correct=not wrong and not missed,
            feedback=[choice.feedback for choice in chosen],
            missed=[choice.why_right for choice in missed],
        )

    def right(self, answer_key: AnswerKey) -> list[str]:
        return [choice.key for choice in answer_key.right_choices]

    def field(self, options: list[tuple[str, str]], matches: list[tuple[str, str]]) -> forms.Field:
        return forms.Field(required=False, widget=forms.CheckboxSelectMultiple(choices=options))

    def choices_fault(self, choices: Sequence[KeyChoice]) -> str:
        right = [choice for choice in choices if choice.is_right]
        if not right:
            return "no right answers in a multiple choice: mark at least one"
        if all(choice.percent is None for choice in choices):
            return ""
        for choice in choices:
            if (choice.percent or 0) > 0 and not choice.is_right:
                return f"option {choice.key} earns something: mark it as right"
        total = sum(choice.percent or 0 for choice in right)
        return (
            "" if total >= 100 * FULL else f"the right options earn {total:g} percent together: make it 100"
        )
