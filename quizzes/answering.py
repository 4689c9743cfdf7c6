"""Store the answers of learners. Each try counts once, however often it is sent."""

from secrets import randbelow

from django.db import transaction
from django.utils import timezone

from lessons.models import Learner, Lesson
from lessons.prepared_writes import insert, insert_unless_there, update
from quizzes.attempt_models import Attempt, Response
from quizzes.grading import Grade, grade
from quizzes.kinds.answers import AnswerError
from quizzes.question_models import Question
from quizzes.questions import current_digest, version_of
from quizzes.responses import Responses, no_responses, responses_in
from quizzes.shuffling import ORDERS
from quizzes.stored_answer_key import answer_key
from quizzes.stored_attempt import latest_attempt

_CHANGING = ("answer", "first_wrong", "confidence", "tries", "best", "credit", "hints_used", "answered_at")


class AnsweredAlreadyError(Exception):
    """The try was not stored, because its question is closed or another try came first.

    `responses` are the stored responses of the attempt.
    """

    def __init__(self, responses: Responses) -> None:
        super().__init__("answered already")
        self.responses = responses


@transaction.atomic
def answer(
    learner: Learner,
    question: Question,
    raw: object,
    *,
    try_token: str = "",
    confidence: str = "",
    seed: int = 0,
) -> Responses:
    """Grade and store one try. Returns the responses of the attempt.

    `try_token` names the try for which the form was made (see `Responses.try_token`). Without a token the
    answer counts as the next try. `seed` is that of an attempt which begins with it. Raises `AnswerError` and
    `AnsweredAlreadyError`.
    """
    attempt, responses = _locked_attempt(learner, question.lesson, seed)
    question = responses.find(question)
    grade_ = grade(answer_key(question), raw)
    if attempt.finished_at or responses.has_closed(question):
        raise AnsweredAlreadyError(responses)
    if try_token not in ("", responses.try_token(question.pk)):
        raise AnsweredAlreadyError(responses)
    _refuse_unchanged(question, responses.get(question.pk), grade_)
    response = responses.setdefault(question.pk, Response(attempt=attempt, question=question))
    response.answer, response.confidence = grade_.choice, confidence
    response.best = max(response.best, grade_.credit * _percent(question, response.tries) / 100)
    if not (response.tries or grade_.correct):
        response.first_wrong = grade_.choice
    response.tries += 1
    response.answered_at = timezone.now()
    if grade_.correct or response.tries >= len(question.credits):
        response.credit = response.best
    _store(response)
    if all(responses.has_closed(each) for each in responses.questions):
        attempt.finished_at = response.answered_at
        update(attempt, "finished_at")
    return responses


@transaction.atomic
def take_hint(learner: Learner, question: Question, *, seed: int = 0) -> Responses:
    """Count one more hint if the question is open and has another one. Returns the attempt's responses."""
    attempt, responses = _locked_attempt(learner, question.lesson, seed)
    question = responses.find(question)
    if attempt.finished_at:
        return responses
    response = responses.setdefault(question.pk, Response(attempt=attempt, question=question))
    if not response.is_closed and response.hints_used < len(question.hints.all()):
        response.hints_used += 1
        _store(response)
    return responses


def start_again(learner: Learner, lesson: Lesson) -> Attempt:
    """Finish the learner's open attempt at the lesson, if there is one, and start a new one."""
    Attempt.objects.filter(learner=learner, lesson=lesson, finished_at=None).update(
        finished_at=timezone.now()
    )
    return Attempt.objects.create(
        learner=learner, lesson=lesson, version=version_of(lesson), seed=randbelow(ORDERS)
    )


def _locked_attempt(learner: Learner, lesson: Lesson, seed: int) -> tuple[Attempt, Responses]:
    """The learner's latest attempt, locked until the transaction ends, with its responses.

    PostgreSQL locks the row. SQLite allows one writing transaction at a time. An attempt begins with its
    first response: until then it is one at the quiz as it is now.
    """
    attempt = latest_attempt(learner, lesson, locked=True)
    if attempt is None:
        attempt = Attempt(learner=learner, lesson=lesson, version=version_of(lesson), seed=seed)
        if insert_unless_there(attempt):
            return attempt, no_responses(lesson, seed)
        return _locked_attempt(learner, lesson, seed)  # another request came first
    responses = responses_in(attempt)
    if attempt.version is None or not (responses or attempt.finished_at or _asks_what_is_asked_now(attempt)):
        attempt.version = version_of(lesson)
        update(attempt, "version")
        responses = responses_in(attempt)
    return attempt, responses


def _asks_what_is_asked_now(attempt: Attempt) -> bool:
    return attempt.version is not None and attempt.version.digest == current_digest(attempt.lesson)


def _store(response: Response) -> None:
    if response.pk is None:
        insert(response)
    else:
        update(response, *_CHANGING)


def _refuse_unchanged(question: Question, response: Response | None, grade_: Grade) -> None:
    """Raise `AnswerError` for a wrong answer that the learner did not give, so that it costs no try.

    A field such as that of an ordering always contains an answer, also before the learner touches it.
    """
    tried = response.answer if response and response.tries else None
    keys = [choice.key for choice in question.choices.all()]
    message = "" if grade_.correct else question.type.unchanged_message(grade_.choice, tried, keys)
    if message:
        raise AnswerError(question.key, message)


def _percent(question: Question, tries: int) -> int:
    """The percent of the next try; that of the last one if an instructor has removed tries since."""
    percent: int = question.credits[min(tries, len(question.credits) - 1)]
    return percent
