"""Multiple choice: several options may be right, and each right one earns its part."""

from collections.abc import Sequence

from django import forms

from quizzes.kinds.base import Answer, AnswerError, GradedChoice, GradedQuestion, Kind, Mark, known_keys


class Multiple(Kind):
    """Credit: right options chosen minus wrong options chosen, over the number of right ones; at least 0.

    So that choosing everything earns nothing where half of the options are wrong.
    """

    name, title = "multiple", "Multiple choice"
    how_to_answer = "a list of the keys of the choices that are right, in any order"
    example_answer = '["a", "c"]'

    def parse(self, question: GradedQuestion, raw: object) -> list[str]:
        if not raw:
            raise AnswerError(question.key, "Choose at least one of the options first.")
        return sorted(known_keys(question, raw))

    def mark(self, question: GradedQuestion, answer: Answer) -> Mark:
        taken = [choice for choice in question.choices if choice.key in answer]
        right = sum(choice.is_right for choice in taken)
        wrong = len(taken) - right
        missed = [choice for choice in question.right_choices if choice.key not in answer]
        return Mark(
            credit=max(0.0, (right - wrong) / len(question.right_choices)),
            correct=not wrong and not missed,
            told=[choice.feedback for choice in taken],
            missed=[choice.why_right for choice in missed],
        )

    def right(self, question: GradedQuestion) -> list[str]:
        return [choice.key for choice in question.right_choices]

    def field(self, options: list[tuple[str, str]]) -> forms.Field:
        return forms.Field(required=False, widget=forms.CheckboxSelectMultiple(choices=options))

    def choices_fault(self, choices: Sequence[GradedChoice]) -> str:
        right = any(choice.is_right for choice in choices)
        return "" if right else "no right answers in a multiple choice: mark at least one"
