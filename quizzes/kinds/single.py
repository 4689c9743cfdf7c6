"""Single choice: one option is right."""

from collections.abc import Sequence

from django import forms

from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.kinds.answers import Answer, AnswerError, UnknownChoiceError
from quizzes.kinds.base import Kind, Mark


class Single(Kind):
    """Credit is 0 or 1."""

    name, title = "single", "Single choice"
    how_to_answer = "the key of one choice"
    example_answer = '"a"'

    def parse(self, answer_key: AnswerKey, raw: object) -> str:
        if raw is None:
            raise AnswerError(answer_key.question, "Choose one of the options first.")
        if not isinstance(raw, str):
            raise AnswerError(answer_key.question, 'Send the letter of one option as a text, such as "a".')
        known = [choice.key for choice in answer_key.choices]
        if raw not in known:
            raise UnknownChoiceError(answer_key.question, raw, known)
        return raw

    def mark(self, answer_key: AnswerKey, answer: Answer) -> Mark:
        chosen = next(choice for choice in answer_key.choices if choice.key == answer)
        missed = [] if chosen.is_right else [choice.why_right for choice in answer_key.right_choices]
        return Mark(float(chosen.is_right), chosen.is_right, [chosen.feedback], missed)

    def right(self, answer_key: AnswerKey) -> str:
        return answer_key.right_choices[0].key

    def field(self, options: list[tuple[str, str]]) -> forms.Field:
        return forms.Field(required=False, widget=forms.RadioSelect(choices=options))

    def choices_fault(self, choices: Sequence[KeyChoice]) -> str:
        right = sum(choice.is_right for choice in choices)
        wrong = f"{right or 'no'} right answers in a single choice: mark exactly one"
        return wrong if right != 1 else ""
