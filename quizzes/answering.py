"""Store what a learner answers: each question once an attempt, however often it is sent."""

from django.db import transaction
from django.utils import timezone

from lessons.models import Learner, Lesson
from quizzes.grading import grade
from quizzes.models import Attempt, Question, Response
from quizzes.sheet import graded


class AnsweredAlreadyError(Exception):
    """The question has its response in this attempt; that one stands."""


@transaction.atomic
def answer(learner: Learner, question: Question, choice_key: str) -> Response:
    """Grade and store an answer. Raises `UnknownChoiceError` and `AnsweredAlreadyError`."""
    result = grade(graded(question), choice_key)
    response = _response(learner, question)
    choice = next(choice for choice in question.choices.all() if choice.key == choice_key)
    stored = Response.objects.filter(pk=response.pk, choice=None).update(
        choice=choice, credit=result.credit, answered_at=timezone.now()
    )
    if not stored:
        raise AnsweredAlreadyError
    response.refresh_from_db()
    _finish_if_complete(response.attempt)
    return response


@transaction.atomic
def take_hint(learner: Learner, question: Question) -> Response:
    """Count one more hint, as long as there are hints and the question is open."""
    response = _response(learner, question)
    if response.choice_id is None and response.hints_used < len(question.hints.all()):
        response.hints_used += 1
        response.save(update_fields=["hints_used"])
    return response


def start_again(learner: Learner, lesson: Lesson) -> Attempt:
    """A new attempt, unless the latest one has nothing in it yet. What was answered before stays stored."""
    Attempt.objects.filter(learner=learner, lesson=lesson, finished_at=None).update(
        finished_at=timezone.now()
    )
    return Attempt.objects.create(learner=learner, lesson=lesson)


def _response(learner: Learner, question: Question) -> Response:
    """The row for this question in the learner's latest attempt."""
    attempt = Attempt.objects.filter(learner=learner, lesson=question.lesson).first()
    if attempt is None:
        attempt, _ = Attempt.objects.get_or_create(learner=learner, lesson=question.lesson, finished_at=None)
    return Response.objects.get_or_create(attempt=attempt, question=question)[0]


def _finish_if_complete(attempt: Attempt) -> None:
    open_questions = attempt.lesson.questions.exclude(responses__in=attempt.responses.exclude(choice=None))
    if not open_questions.exists():
        Attempt.objects.filter(pk=attempt.pk, finished_at=None).update(finished_at=timezone.now())
