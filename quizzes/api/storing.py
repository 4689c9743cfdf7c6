"""Store the attempts of a client's learners. A call stores everything or nothing.

Every function runs in a transaction, its own or its caller's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from lessons.models import Learner, Lesson
from quizzes.api.answers import RELATED
from quizzes.api.models import ApiClient, ApiLearner
from quizzes.grading import Grade
from quizzes.questions import questions_in, version_of
from quizzes.quiz_models import Attempt, Response


class StandsAlreadyError(Exception):
    """Nothing was stored, because of what the attempt already has.

    `questions` are the keys of questions that were sent and are answered already.
    """

    def __init__(self, attempt: Attempt, reason: str, questions: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.attempt, self.questions = attempt, questions


def attempts_of(client: ApiClient) -> QuerySet[Attempt, Any]:
    """The attempts of this client's learners, by id, annotated with `learner_name` and `total`."""
    return (
        Attempt.objects.with_total()
        .filter(learner__api_learner__client=client)
        .annotate(learner_name=F("learner__api_learner__external_id"))
        .select_related("lesson__track", "version")
        .prefetch_related("responses__question", *(f"responses__{name}" for name in RELATED))
        .order_by("pk")
    )


@transaction.atomic
def start(client: ApiClient, external_id: str, lesson: Lesson) -> Attempt:
    """A new attempt. Raises `StandsAlreadyError` if the learner has an open attempt at the lesson."""
    learner = _learner(client, external_id)
    attempt, made = Attempt.objects.get_or_create(
        learner=learner, lesson=lesson, finished_at=None, defaults={"version": version_of(lesson)}
    )
    if not made:
        raise StandsAlreadyError(attempt, "The learner has an open attempt in this lesson. Finish it first.")
    return attempt


@transaction.atomic
def locked(client: ApiClient, pk: int) -> Attempt | None:
    """The client's attempt, locked until the caller's transaction ends. None if there is no such attempt."""
    own = Attempt.objects.select_for_update(of=("self",)).select_related("lesson__track")
    return own.filter(learner__api_learner__client=client, pk=pk).first()


@transaction.atomic
def store(attempt: Attempt, grades: Sequence[Grade], answers: Mapping[str, object]) -> None:
    """Store all graded answers in a locked attempt. Raises `StandsAlreadyError`."""
    if attempt.finished_at:
        raise StandsAlreadyError(attempt, "The attempt is finished: it takes no more answers.")
    stored = set(attempt.responses.values_list("question__key", flat=True))
    if again := [key for key in answers if key in stored]:
        reason = "Nothing was stored: of these questions the attempt has a response, which stands."
        raise StandsAlreadyError(attempt, reason, again)
    questions = {question.key: question for question in questions_in(attempt)}
    now = timezone.now()
    responses = [
        Response(
            attempt=attempt,
            question=questions[grade.question],
            answer=grade.choice,
            tries=1,
            best=grade.credit,
            credit=grade.credit,
            answered_at=now,
        )
        for grade in grades
    ]
    Response.objects.bulk_create(responses)


def finish(attempt: Attempt) -> None:
    """Finish a locked attempt. A finished attempt keeps its time."""
    if attempt.finished_at is None:
        attempt.finished_at = timezone.now()
        attempt.save(update_fields=["finished_at"])


@transaction.atomic
def delete(client: ApiClient, external_id: str) -> bool:
    """Delete the client's learner of this name with all attempts. False if there is no such learner."""
    mapped = ApiLearner.objects.select_related("learner").filter(client=client, external_id=external_id)
    found = mapped.first()
    if found is None:
        return False
    found.learner.delete()
    return True


def _learner(client: ApiClient, external_id: str) -> Learner:
    """The client's learner of this name, created if it is new."""
    mapped = ApiLearner.objects.select_related("learner").filter(client=client, external_id=external_id)
    found = mapped.first()
    if found:
        return found.learner
    try:
        with transaction.atomic():
            learner = Learner.objects.create()
            ApiLearner.objects.create(client=client, external_id=external_id, learner=learner)
            return learner
    except IntegrityError:  # another call has just created the same learner
        return mapped.get().learner
