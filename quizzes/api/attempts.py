"""Attempts of a client's learners: start, answer, finish. None of these calls tells earlier results.

A client sees only its own learners.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Status

from quizzes.api.access import READ, WRITE, client_of, may_grade, may_manage
from quizzes.api.attempt_schema import (
    AnsweredOut,
    AttemptId,
    AttemptIn,
    AttemptOut,
    Conflict,
    LearnerQuery,
)
from quizzes.api.attempt_shapes import state_of
from quizzes.api.backfill import backfill
from quizzes.api.changes import Changes
from quizzes.api.erasing import erase
from quizzes.api.idempotency import KEY, once
from quizzes.api.marker import Marker
from quizzes.api.models import ApiAttempt, ApiClient, ApiLearner
from quizzes.api.problems import Fault, Problem, ProblemError
from quizzes.api.queries import refuse_unknown
from quizzes.api.reading import find_lesson
from quizzes.api.schema import SheetIn
from quizzes.api.storing import Entry, add, learners_named, open_attempts, start

router = Router(auth=may_grade, tags=["attempts"])
STORE: dict[int, Any] = {**WRITE, 409: Conflict, 410: Problem}
"""{status: shape} of the errors of operations that store."""


@router.post("/attempts", response={201: AttemptOut, **STORE}, summary="Start an attempt")
def start_attempt(request: HttpRequest, body: AttemptIn, idempotency_key: str | None = KEY) -> HttpResponse:
    """Start an attempt of one of the client's learners. A learner has one open attempt a lesson."""
    lesson = find_lesson(body.track, body.lesson)
    backfill(client_of(request), lesson=lesson, learner__api_learner__external_id=body.learner)

    def work(changes: Changes) -> tuple[AttemptOut, list[ApiLearner]]:
        learner = learners_named(changes.client, [body.learner])[body.learner]
        for attempt in open_attempts(lesson, [learner]).values():
            reason = "The learner has an open attempt in this lesson. Finish it first."
            raise ProblemError(
                "attempt-open", reason, attempt=state_of(request, attempt, learner).model_dump()
            )
        (attempt,) = start(changes, lesson, [learner])
        return state_of(request, attempt, learner), [learner]

    return once(request, idempotency_key, 201, work)


@router.post(
    "/attempts/{attempt}/responses", response={201: AnsweredOut, **STORE}, summary="Answer questions"
)
def answer(
    request: HttpRequest, attempt: AttemptId, sheet: SheetIn, idempotency_key: str | None = KEY
) -> HttpResponse:
    """Store answers, one or many: all of them, or none. A question is answered once an attempt;
    sent again, it is 409 with what is stored."""

    def work(changes: Changes) -> tuple[AnsweredOut, list[ApiLearner]]:
        found, learner = _own(changes.client, attempt)
        marker = Marker(request, found.attempt.lesson, found.attempt)
        marked = marker.marked(sheet.answers)
        _refuse_stored(request, found, learner, sheet)
        add(changes, [Entry(found, learner, [each.grade for each in marked])])
        shown = [each.shown for each in marked]
        return AnsweredOut(attempt=state_of(request, found, learner), grades=shown), [learner]

    return once(request, idempotency_key, 201, work)


@router.post("/attempts/{attempt}/finish", response={200: AttemptOut, **STORE}, summary="Finish an attempt")
def finish_attempt(
    request: HttpRequest, attempt: AttemptId, idempotency_key: str | None = KEY
) -> HttpResponse:
    """Finish an attempt, complete or not. One that is finished stays as it is."""

    def work(changes: Changes) -> tuple[AttemptOut, list[ApiLearner]]:
        found, learner = _own(changes.client, attempt)
        if found.attempt.finished_at is None:
            add(changes, [Entry(found, learner, [], finishes=True)])
        return state_of(request, found, learner), [learner]

    return once(request, idempotency_key, 200, work)


@router.delete(
    "/learners", auth=may_manage, response={204: None, **READ}, summary="Erase a learner", tags=["learners"]
)
def delete_learner(request: HttpRequest, wanted: Query[LearnerQuery]) -> Status[None]:
    """Erase one of the client's learners with everything: attempts, statements, and the answers that were
    kept for an `Idempotency-Key`. Sent again, such a call is 410."""
    refuse_unknown(request, LearnerQuery)
    if not erase(client_of(request), wanted.learner):
        raise Http404(f"You have no learner '{wanted.learner}'.")
    return Status(204, None)


def _own(client: ApiClient, public_id: UUID) -> tuple[ApiAttempt, ApiLearner]:
    """The client's attempt, and whose it is. Raises `Http404`."""
    own = ApiAttempt.objects.select_related("attempt__lesson__track", "attempt__learner", "attempt__version")
    found = own.filter(client=client, public_id=public_id).first()
    if found is None:
        raise missing(public_id)
    learner = ApiLearner.objects.select_related("client").get(learner=found.attempt.learner_id)
    return found, learner


def missing(public_id: UUID) -> Http404:
    return Http404(f"None of your learners has an attempt {public_id}.")


def _refuse_stored(request: HttpRequest, found: ApiAttempt, learner: ApiLearner, sheet: SheetIn) -> None:
    """Raise `ProblemError` if the attempt is finished, or has a response to a question of the sheet."""
    state = state_of(request, found, learner)
    if found.attempt.finished_at:
        reason = "The attempt is finished. You cannot add answers to it."
        raise ProblemError("attempt-finished", reason, attempt=state.model_dump())
    faults = [
        Fault(field=f"answers.{key}", reason="answered already")
        for key in sheet.answers
        if key in state.answered
    ]
    if faults:
        reason = "Nothing was stored. The attempt already has a response to these questions."
        raise ProblemError("answered-already", reason, faults, attempt=state.model_dump())
