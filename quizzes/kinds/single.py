"""Single choice: the learner chooses one option."""

from collections.abc import Sequence

from django import forms

from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.kinds.answers import Answer, AnswerError, UnknownChoiceError
from quizzes.kinds.base import Kind, Mark, percent_fault


class Single(Kind):
    """Credit is that of the chosen option: 1 if it is right, else 0, unless it has a credit of its own.

    Where several options are right, each of them earns everything.
    """

    name, title = "single", "Single choice"
    chooses_options = True
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
        missed = [] if chosen.earns_all else [choice.why_right for choice in answer_key.right_choices]
        credit = 1.0 if chosen.earns_all else max(0.0, chosen.credit)
        return Mark(credit, chosen.earns_all, [chosen.feedback], missed)

    def right(self, answer_key: AnswerKey) -> str:
        return answer_key.right_choices[0].key

    def field(self, options: list[tuple[str, str]], matches: list[tuple[str, str]]) -> forms.Field:
        return forms.Field(required=False, widget=forms.RadioSelect(choices=options))

    def choices_fault(self, choices: Sequence[KeyChoice]) -> str:
        if not any(choice.is_right for choice in choices):
            return "no right answers in a single choice: mark one"
        return percent_fault(choices)
