"""One question of a quiz as a learner sees it: a form, or a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from quizzes.attempt_models import Response
from quizzes.feedback import Feedback, feedback_on
from quizzes.forms import AnswerForm
from quizzes.grading import Grade, grade, reveals_key
from quizzes.kinds.answers import AnswerError
from quizzes.question_models import Choice, Hint, Question
from quizzes.shuffling import shown_choices
from quizzes.stored_answer_key import answer_key


@dataclass(frozen=True, slots=True)
class MarkedChoice:
    """A choice of an answered question. `is_right` is True only where the learner may know it."""

    choice: Choice
    is_chosen: bool
    is_right: bool


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of an answered matching question. `right` is empty where the learner may not know it."""

    choice: Choice
    chosen: str
    right: str

    @property
    def is_right(self) -> bool:
        return self.chosen == self.right


@dataclass
class QuizItem:
    """A question with the learner's response to it.

    `is_finished` is whether the whole quiz is finished, `note` a message to the learner, and `asked_for_hint`
    whether this page answers a request for a hint.
    """

    question: Question
    response: Response | None
    try_token: str = ""
    seed: int = 0
    is_finished: bool = False
    note: str = ""
    asked_for_hint: bool = False

    @cached_property
    def form(self) -> AnswerForm:
        answer = self.response.answer if self.response else None
        return AnswerForm(self.question, try_token=self.try_token, answer=answer, seed=self.seed)

    @cached_property
    def grade(self) -> Grade | None:
        """The grade of the latest try. It holds nothing that the learner may not know yet.

        None before the first try, and where the question has changed so that the answer is no longer valid.
        """
        if self.response is None or not self.response.tries:
            return None
        try:
            found = grade(answer_key(self.question), self.response.answer)
        except AnswerError:
            return None
        return found if self.is_revealed else found.without_key()

    @property
    def feedback(self) -> list[Feedback]:
        """What is said about the latest try, as far as the learner may know it."""
        assert self.grade
        return feedback_on(answer_key(self.question), self.grade, revealed=self.is_revealed)

    @property
    def was_given_full(self) -> bool:
        """Whether an instructor has given full credit for an answer that earns less."""
        return bool(self.response and self.grade and self.response.credit == 1 and self.grade.credit < 1)

    @property
    def is_closed(self) -> bool:
        return self.grade is not None and self.response is not None and self.response.is_closed

    @property
    def is_revealed(self) -> bool:
        """Whether the learner may see the right answer by now."""
        is_closed = self.response is not None and self.response.is_closed
        return is_closed and reveals_key(self.question.reveal, self.is_finished)

    def show_again(self, form: AnswerForm) -> None:
        """Show a form with errors, its choices in the order of the attempt."""
        form.fields["choice"].widget = self.form.fields["choice"].widget
        self.form = form

    def fill_in(self, data: QueryDict) -> None:
        """Put an answer that was posted, but not as a try, into the field."""
        posted = AnswerForm(self.question, data)["choice"].value()
        if posted:
            self.form.initial["choice"] = posted

    @property
    def template(self) -> str:
        return self.question.type.template

    @property
    def choices(self) -> list[MarkedChoice]:
        assert self.grade
        chosen, right = self.grade.choice, self.grade.right_choice
        return [
            MarkedChoice(choice, choice.key in chosen, choice.key in right or self._is_told_right(choice))
            for choice in shown_choices(self.question, self.seed)
        ]

    def _is_told_right(self, choice: Choice) -> bool:
        """Whether the learner may know that this is one of several right options."""
        assert self.grade
        is_chosen = self.grade.correct and choice.key in self.grade.choice
        return choice.is_right and (self.is_revealed or is_chosen)

    @property
    def rows(self) -> list[MatchedRow]:
        """The rows of an answered matching question."""
        assert self.grade
        texts = dict(self.question.matches)
        chosen = dict(pair.split(".") for pair in self.grade.choice)
        right = dict(pair.split(".") for pair in self.grade.right_choice)
        return [
            MatchedRow(
                choice,
                texts.get(chosen.get(choice.key, ""), ""),
                texts.get(right.get(choice.key, ""), ""),
            )
            for choice in self.question.choices.all()
        ]

    @property
    def answered_order(self) -> list[Choice]:
        """The choices in the order of the answer."""
        assert self.grade
        return self._in_order(self.grade.choice)

    @property
    def right_order(self) -> list[Choice]:
        """The choices in the right order. Empty where the learner may not know it."""
        assert self.grade
        return self._in_order(self.grade.right_choice)

    def _in_order(self, keys: str | list[str]) -> list[Choice]:
        by_key = {choice.key: choice for choice in self.question.choices.all()}
        return [by_key[key] for key in keys]

    @property
    def credit_percent(self) -> str:
        """The credit that the tries so far have earned, in percent, such as '66.7'."""
        assert self.response
        return f"{100 * self.response.best:.3g}"

    @property
    def tries_left(self) -> int:
        return len(self.question.credits) - (self.response.tries if self.response else 0)

    @property
    def next_percent(self) -> int:
        """The percent of the credit that the next try can earn."""
        percent: int = self.question.credits[-self.tries_left]
        return percent

    @property
    def hints(self) -> list[Hint]:
        """The hints that the learner has asked for."""
        return list(self.question.hints.all())[: self.response.hints_used if self.response else 0]

    @property
    def hints_left(self) -> int:
        return len(self.question.hints.all()) - len(self.hints)

    @property
    def hints_total(self) -> int:
        return len(self.question.hints.all())
