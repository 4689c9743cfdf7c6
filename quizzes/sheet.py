"""A learner's sheet: the questions of a lesson with what the learner has answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from lessons.models import Learner, Lesson
from lessons.recorded import recorded_value
from lessons.rendering import cached_per_version
from quizzes.forms import AnswerForm
from quizzes.grading import AnswerError, Grade, GradedChoice, GradedQuestion, grade, score_words
from quizzes.models import Attempt, Choice, Hint, Question, Response


class Responses(dict[int, Response]):
    """The responses of one attempt, by question id. `sitting` counts the learner's attempts at the lesson."""

    sitting: int | str = 1


@dataclass(frozen=True, slots=True)
class MarkedChoice:
    """A choice of an answered question. `right` only where that may be told."""

    choice: Choice
    taken: bool
    right: bool


@dataclass
class Item:
    """One question on the sheet. `grade` is None until it is answered, and so is everything it tells."""

    question: Question
    response: Response | None
    sequence: str = ""
    is_finished: bool = False
    note: str = ""
    hinted: bool = False

    @cached_property
    def form(self) -> AnswerForm:
        answer = self.response.answer if self.response else None
        return AnswerForm(self.question, sequence=self.sequence, answer=answer)

    @cached_property
    def grade(self) -> Grade | None:
        """Of the closed question, or of the latest try."""
        if self.response is None or not self.response.tries:
            return None
        try:
            found = grade(graded(self.question), self.response.answer)
        except AnswerError:  # an instructor has changed the question since
            return None
        return found if self.is_revealed else found.without_key()

    @property
    def is_closed(self) -> bool:
        return self.grade is not None and self.response is not None and self.response.is_closed

    @property
    def is_revealed(self) -> bool:
        """Whether the right answer may be told, by when the instructor wants it."""
        closed = self.response is not None and self.response.is_closed
        told = {Question.Reveal.CLOSED: True, Question.Reveal.FINISHED: self.is_finished}
        return closed and told.get(Question.Reveal(self.question.reveal), False)

    def keep(self, data: QueryDict) -> None:
        """Leave in the field what stands there unsent."""
        unsent = AnswerForm(self.question, data)["choice"].value()
        if unsent:
            self.form.initial["choice"] = unsent

    @property
    def template(self) -> str:
        return self.question.type.template

    @property
    def choices(self) -> list[MarkedChoice]:
        assert self.grade
        taken, right = self.grade.choice, self.grade.right_choice
        return [
            MarkedChoice(choice, choice.key in taken, choice.key in right)
            for choice in self.question.choices.all()
        ]

    @property
    def given(self) -> list[Choice]:
        """The choices in the order of the answer."""
        assert self.grade
        return self._in_order(self.grade.choice)

    @property
    def right(self) -> list[Choice]:
        """The choices in the right order, where that may be told."""
        assert self.grade
        return self._in_order(self.grade.right_choice)

    def _in_order(self, keys: str | list[str]) -> list[Choice]:
        by_key = {choice.key: choice for choice in self.question.choices.all()}
        return [by_key[key] for key in keys]

    @property
    def credit_percent(self) -> str:
        """What the question has earned so far."""
        assert self.response
        return f"{100 * self.response.best:.3g}"

    @property
    def tries_left(self) -> int:
        return len(self.question.credits) - (self.response.tries if self.response else 0)

    @property
    def next_percent(self) -> int:
        """What the next try is worth."""
        percent: int = self.question.credits[-self.tries_left]
        return percent

    @property
    def hints(self) -> list[Hint]:
        """Those that the learner has asked for."""
        return list(self.question.hints.all())[: self.response.hints_used if self.response else 0]

    @property
    def hints_left(self) -> int:
        return len(self.question.hints.all()) - len(self.hints)

    @property
    def hints_total(self) -> int:
        return len(self.question.hints.all())


@dataclass
class Sheet:
    """All items of one attempt, in the quiz's order."""

    items: list[Item]

    @classmethod
    def of(cls, lesson: Lesson, responses: Mapping[int, Response]) -> Sheet:
        """The sheet with these responses, by question id."""
        sheet = cls([])
        for question in questions_of(lesson):
            response = responses.get(question.pk)
            sheet.items.append(Item(question, response, sequence_of(responses, response)))
        is_finished = all(is_closed(each.question, each.response) for each in sheet.items)
        for item in sheet.items:
            item.is_finished = is_finished
        return sheet

    @property
    def answered(self) -> int:
        return sum(item.is_closed for item in self.items)

    @property
    def outcome(self) -> str:
        """Such as '2 of 3 right'."""
        earned = sum(item.response.credit or 0 for item in self.items if item.response)
        return score_words(earned, self.total)

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def is_complete(self) -> bool:
        return self.answered == self.total

    @property
    def tells_at_the_end(self) -> bool:
        return any(item.question.reveal == Question.Reveal.FINISHED for item in self.items)


def questions_of(lesson: Lesson) -> list[Question]:
    """The questions of this version of the lesson, with choices and hints; kept, so most often no query."""
    rows = Question.objects.with_choices().filter(lesson=lesson)
    questions = cached_per_version(lesson, "questions", lambda: list(rows))
    for question in questions:
        question.lesson = lesson
    return questions


def graded(question: Question) -> GradedQuestion:
    """The question as the pure grading sees it."""
    cell = question.type.cell(question.expects)
    return GradedQuestion(
        key=question.key,
        proof=question.proof,
        choices=[
            GradedChoice(choice.key, choice.is_right, choice.feedback, choice.text, choice.missed)
            for choice in question.choices.all()
        ],
        kind=question.kind,
        expects=question.expects,
        reveal=question.reveal,
        recorded=recorded_value(question.lesson, *cell) if cell else None,
    )


def is_closed(question: Question, response: Response | None) -> bool:
    """Whether the response is final, and still an answer to the question as it is now."""
    if response is None or not response.is_closed:
        return False
    try:
        question.type.parse(graded(question), response.answer)
    except AnswerError:
        return False
    return True


def sequence_of(responses: Mapping[int, Response], response: Response | None) -> str:
    """What a form carries, so that each try counts once: '2-1' is of the second attempt, after one try."""
    return f"{getattr(responses, 'sitting', 1)}-{response.tries if response else 0}"


def latest_responses(lesson: Lesson, learner: Learner | None) -> Responses:
    """The responses of the learner's latest attempt."""
    attempt = Attempt.objects.filter(lesson=lesson, learner=learner).first() if learner else None
    return responses_in(attempt) if attempt else Responses()


def responses_in(attempt: Attempt) -> Responses:
    """The responses of one attempt."""
    responses = Responses({each.question_id: each for each in Response.objects.filter(attempt=attempt)})
    same = Attempt.objects.filter(learner=attempt.learner_id, lesson=attempt.lesson_id)
    responses.sitting = same.count()
    return responses
