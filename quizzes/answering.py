"""Store what a learner answers: each try once, however often it is sent."""

from django.db import transaction
from django.utils import timezone

from lessons.models import Learner, Lesson
from quizzes.grading import AnswerError, Grade, grade
from quizzes.models import Attempt, Question, Response
from quizzes.sheet import Responses, graded, is_closed, questions_of, responses_in, sequence_of


class AnsweredAlreadyError(Exception):
    """What came was overtaken: what is stored stands. `responses` are all there are."""

    def __init__(self, responses: Responses) -> None:
        super().__init__("answered already")
        self.responses = responses


@transaction.atomic
def answer(
    learner: Learner, question: Question, raw: object, *, sequence: str = "", confidence: str = ""
) -> Responses:
    """Grade and store one try. Raises `AnswerError` and `AnsweredAlreadyError`.

    `sequence` is what the form carried: which try it was made for (see `sequence_of`). Without one the
    answer counts for whichever try is next.
    """
    grade_ = grade(graded(question), raw)
    attempt, responses = _locked_attempt(learner, question.lesson)
    response = responses.get(question.pk)
    if is_closed(question, response) or sequence not in ("", sequence_of(responses, response)):
        raise AnsweredAlreadyError(responses)
    _ask_if_untouched(question, response, grade_)
    response = responses.setdefault(question.pk, Response(attempt=attempt, question=question))
    if response.is_closed:
        _reopen(response)
    response.answer, response.confidence = grade_.choice, confidence
    response.best = max(response.best, grade_.credit * _percent(question, response.tries) / 100)
    response.tries += 1
    response.answered_at = timezone.now()
    if grade_.correct or response.tries >= len(question.credits):
        response.credit = response.best
    response.save()
    if all(is_closed(each, responses.get(each.pk)) for each in questions_of(question.lesson)):
        attempt.finished_at = response.answered_at
        attempt.save(update_fields=["finished_at"])
    return responses


@transaction.atomic
def take_hint(learner: Learner, question: Question) -> Responses:
    """Count one more hint, as long as there are hints and the question is open."""
    attempt, responses = _locked_attempt(learner, question.lesson)
    response = responses.setdefault(question.pk, Response(attempt=attempt, question=question))
    if not response.is_closed and response.hints_used < len(question.hints.all()):
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


def _ask_if_untouched(question: Question, response: Response | None, grade_: Grade) -> None:
    """Raises `AnswerError`, so that no try is spent on a wrong answer that nobody has given."""
    tried = response.answer if response and response.tries else None
    keys = [choice.key for choice in question.choices.all()]
    words = "" if grade_.correct else question.type.untouched(grade_.choice, tried, keys)
    if words:
        raise AnswerError(question.key, words)


def _reopen(response: Response) -> None:
    """The question has changed so that the stored answer is none any more."""
    response.tries, response.best, response.credit = 0, 0.0, None


def _percent(question: Question, tries: int) -> int:
    """Of the next try; the last one's where an instructor has taken tries away since."""
    percent: int = question.credits[min(tries, len(question.credits) - 1)]
    return percent
