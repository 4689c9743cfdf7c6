"""A learner's sheet: the questions of a lesson with what the learner has answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lessons.models import Learner, Lesson
from lessons.rendering import kept
from quizzes.forms import AnswerForm
from quizzes.grading import Grade, GradedChoice, GradedQuestion, grade
from quizzes.models import Attempt, Choice, Hint, Question, Response


@dataclass(frozen=True, slots=True)
class MarkedChoice:
    """A choice of an answered question."""

    choice: Choice
    taken: bool
    right: bool


@dataclass
class Item:
    """One question on the sheet. `grade` is None until it is answered, and so is everything it tells."""

    question: Question
    response: Response | None
    note: str = ""

    @cached_property
    def form(self) -> AnswerForm:
        return AnswerForm(self.question)

    @cached_property
    def grade(self) -> Grade | None:
        if self.response is None or self.response.choice is None:
            return None
        return grade(graded(self.question), self.response.choice.key)

    @property
    def choices(self) -> list[MarkedChoice]:
        assert self.grade
        return [
            MarkedChoice(choice, choice.key == self.grade.choice, choice.key == self.grade.right_choice)
            for choice in self.question.choices.all()
        ]

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
        return cls([Item(question, responses.get(question.pk)) for question in questions_of(lesson)])

    @property
    def answered(self) -> int:
        return sum(item.grade is not None for item in self.items)

    @property
    def right(self) -> int:
        return sum(item.grade is not None and item.grade.correct for item in self.items)

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def is_complete(self) -> bool:
        return self.answered == self.total


def questions_of(lesson: Lesson) -> list[Question]:
    """The questions of this version of the lesson, with choices and hints; kept, so most often no query."""
    questions = kept(lesson, "questions", lambda: list(Question.objects.with_choices().filter(lesson=lesson)))
    for question in questions:
        question.lesson = lesson
    return questions


def graded(question: Question) -> GradedQuestion:
    """The question as the pure grading sees it."""
    return GradedQuestion(
        key=question.key,
        proof=question.proof,
        choices=[
            GradedChoice(choice.key, choice.is_right, choice.feedback) for choice in question.choices.all()
        ],
    )


def latest_responses(lesson: Lesson, learner: Learner | None) -> dict[int, Response]:
    """The responses of the learner's latest attempt, by question id."""
    attempt = Attempt.objects.filter(lesson=lesson, learner=learner).first() if learner else None
    return responses_in(attempt) if attempt else {}


def responses_in(attempt: Attempt) -> dict[int, Response]:
    """The responses of one attempt, by question id."""
    responses = Response.objects.filter(attempt=attempt).select_related("choice")
    return {response.question_id: response for response in responses}
