"""Store what a learner answers: each question once an attempt, however often it is sent."""

from django.db import transaction
from django.utils import timezone

from lessons.models import Learner, Lesson
from quizzes.grading import grade
from quizzes.models import Attempt, Question, Response
from quizzes.sheet import graded, questions_of, responses_in

Responses = dict[int, Response]
"""The responses of one attempt, by question id."""


class AnsweredAlreadyError(Exception):
    """The question has its response in this attempt; that one stands. `responses` are all there are."""

    def __init__(self, responses: Responses) -> None:
        super().__init__("answered already")
        self.responses = responses


@transaction.atomic
def answer(learner: Learner, question: Question, choice_key: str) -> Responses:
    """Grade and store an answer. Raises `UnknownChoiceError` and `AnsweredAlreadyError`."""
    result = grade(graded(question), choice_key)
    attempt, responses = _locked_attempt(learner, question.lesson)
    response = responses.setdefault(question.pk, Response(attempt=attempt, question=question))
    if response.choice_id is not None:
        raise AnsweredAlreadyError(responses)
    response.choice = next(choice for choice in question.choices.all() if choice.key == choice_key)
    response.credit, response.answered_at = result.credit, timezone.now()
    response.save()
    if all(_is_answered(each, responses) for each in questions_of(question.lesson)):
        attempt.finished_at = response.answered_at
        attempt.save(update_fields=["finished_at"])
    return responses


@transaction.atomic
def take_hint(learner: Learner, question: Question) -> Responses:
    """Count one more hint, as long as there are hints and the question is open."""
    attempt, responses = _locked_attempt(learner, question.lesson)
    response = responses.setdefault(question.pk, Response(attempt=attempt, question=question))
    if response.choice_id is None and response.hints_used < len(question.hints.all()):
        response.hints_used += 1
        response.save()
    return responses


def start_again(learner: Learner, lesson: Lesson) -> Attempt:
    """A new attempt, unless the latest one has nothing in it yet. What was answered before stays stored."""
    Attempt.objects.filter(learner=learner, lesson=lesson, finished_at=None).update(
        finished_at=timezone.now()
    )
    return Attempt.objects.create(learner=learner, lesson=lesson)


def _locked_attempt(learner: Learner, lesson: Lesson) -> tuple[Attempt, Responses]:
    """The learner's latest attempt, which nobody else changes until this transaction ends.

    PostgreSQL locks its row; SQLite has one writer at a time.
    """
    attempts = Attempt.objects.select_for_update()
    attempt = attempts.filter(learner=learner, lesson=lesson).first()
    if attempt is None:
        attempt, _ = attempts.get_or_create(learner=learner, lesson=lesson, finished_at=None)
    return attempt, responses_in(attempt)


def _is_answered(question: Question, responses: Responses) -> bool:
    response = responses.get(question.pk)
    return response is not None and response.choice_id is not None
