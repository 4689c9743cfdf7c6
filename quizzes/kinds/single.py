"""Single choice: one option is right."""

from collections.abc import Sequence

from django import forms

from quizzes.kinds.base import (
    Answer,
    AnswerError,
    GradedChoice,
    GradedQuestion,
    Kind,
    Mark,
    UnknownChoiceError,
)


class Single(Kind):
    """All or nothing."""

    name, title = "single", "Single choice"
    how_to_answer = "the key of one choice"
    example_answer = '"a"'

    def parse(self, question: GradedQuestion, raw: object) -> str:
        if raw is None:
            raise AnswerError(question.key, "Choose one of the options first.")
        if not isinstance(raw, str):
            raise AnswerError(question.key, 'Send the letter of one option as a text, such as "a".')
        known = [choice.key for choice in question.choices]
        if raw not in known:
            raise UnknownChoiceError(question.key, raw, known)
        return raw

    def mark(self, question: GradedQuestion, answer: Answer) -> Mark:
        taken = next(choice for choice in question.choices if choice.key == answer)
        missed = [] if taken.is_right else [choice.why_right for choice in question.right_choices]
        return Mark(float(taken.is_right), taken.is_right, [taken.feedback], missed)

    def right(self, question: GradedQuestion) -> str:
        return question.right_choices[0].key

    def field(self, options: list[tuple[str, str]]) -> forms.Field:
        return forms.Field(required=False, widget=forms.RadioSelect(choices=options))

    def choices_fault(self, choices: Sequence[GradedChoice]) -> str:
        right = sum(choice.is_right for choice in choices)
        wrong = f"{right or 'no'} right answers in a single choice: mark exactly one"
        return wrong if right != 1 else ""
