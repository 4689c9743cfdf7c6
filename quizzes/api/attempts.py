"""Attempts of a client's learners: start, answer, finish, read. A client sees only its own learners."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router, Status

from quizzes.api.access import READ, WRITE, client_of, may_grade, may_see_results
from quizzes.api.answers import answer_of
from quizzes.api.attempt_schema import (
    AnsweredOut,
    AttemptFilter,
    AttemptId,
    AttemptIn,
    AttemptOut,
    AttemptsOut,
    Conflict,
    LearnerQuery,
    ResultOut,
)
from quizzes.api.grading import Marker
from quizzes.api.idempotency import KEY, once
from quizzes.api.problems import Fault, ProblemError
from quizzes.api.queries import refuse_unknown
from quizzes.api.reading import find_lesson
from quizzes.api.schema import SheetIn
from quizzes.api.storing import StandsAlreadyError, attempts_of, delete, finish, locked, start, store
from quizzes.quiz_models import Attempt

router = Router(tags=["attempts"])
STORE: dict[int, Any] = {**WRITE, 409: Conflict}


@router.post("/attempts", auth=may_grade, response={201: AttemptOut, **STORE}, summary="Start an attempt")
@once(201)
def start_attempt(request: HttpRequest, body: AttemptIn, idempotency_key: str | None = KEY) -> AttemptOut:
    """Start an attempt of one of the client's learners. A learner has one open attempt a lesson."""
    lesson = find_lesson(body.track, body.lesson)
    try:
        attempt = start(client_of(request), body.learner, lesson)
    except StandsAlreadyError as error:
        raise _conflict(request, error) from error
    return _stored(request, attempt.pk)


@router.post(
    "/attempts/{attempt}/responses",
    auth=may_grade,
    response={201: AnsweredOut, **STORE},
    summary="Answer questions",
)
@once(201)
def answer(
    request: HttpRequest, attempt: AttemptId, sheet: SheetIn, idempotency_key: str | None = KEY
) -> AnsweredOut:
    """Store answers, one or many: all of them, or none. A question is answered once an attempt;
    sent again, it is 409 with what is stored."""
    found = _locked(request, attempt)
    marker = Marker(request, found.lesson, found)
    grades = marker.grades(sheet.answers)
    try:
        store(found, grades, sheet.answers)
    except StandsAlreadyError as error:
        raise _conflict(request, error) from error
    return AnsweredOut(attempt=_stored(request, attempt), grades=[marker.shown(each) for each in grades])


@router.post(
    "/attempts/{attempt}/finish",
    auth=may_grade,
    response={200: AttemptOut, **STORE},
    summary="Finish an attempt",
)
@once(200)
def finish_attempt(request: HttpRequest, attempt: AttemptId, idempotency_key: str | None = KEY) -> AttemptOut:
    """Finish an attempt, complete or not. One that is finished stays as it is."""
    finish(_locked(request, attempt))
    return _stored(request, attempt)


@router.get("/attempts", auth=may_see_results, response={200: AttemptsOut, **READ}, summary="Results")
def attempts(request: HttpRequest, wanted: Query[AttemptFilter]) -> AttemptsOut:
    """The attempts of the client's learners with their results, by id, oldest first, a page at a time.

    A page holds up to `limit` attempts after the id `after`; `next` is the address of the next one.
    """
    refuse_unknown(request, AttemptFilter)
    found = attempts_of(client_of(request)).filter(pk__gt=wanted.after, **_conditions(wanted))
    page = list(found[: wanted.limit + 1])
    shown = page[: wanted.limit]
    markers: dict[tuple[int, int | None], Marker] = {}
    more = None
    if len(page) > wanted.limit:
        query = wanted.model_dump(exclude_none=True) | {"after": shown[-1].pk}
        more = request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
    return AttemptsOut(attempts=[_shown(request, each, markers) for each in shown], next=more)


@router.get(
    "/attempts/{attempt}", auth=may_see_results, response={200: AttemptOut, **READ}, summary="One attempt"
)
def one_attempt(request: HttpRequest, attempt: AttemptId) -> AttemptOut:
    """An attempt of one of the client's learners, with its results."""
    return _stored(request, attempt)


@router.delete("/learners", auth=may_grade, response={204: None, **READ}, summary="Delete a learner")
def delete_learner(request: HttpRequest, wanted: Query[LearnerQuery]) -> Status[None]:
    """Delete one of the client's learners with all attempts. Answers kept for an `Idempotency-Key` stay
    their 24 hours."""
    refuse_unknown(request, LearnerQuery)
    if not delete(client_of(request), wanted.learner):
        raise Http404(f"You have no learner '{wanted.learner}'.")
    return Status(204, None)


def _conditions(wanted: AttemptFilter) -> dict[str, Any]:
    named = {
        "learner_name": wanted.learner,
        "lesson__track__slug": wanted.track,
        "lesson__slug": wanted.lesson,
        "finished_at__isnull": {"any": None, "open": True, "finished": False}[wanted.state],
    }
    return {name: value for name, value in named.items() if value is not None}


def _locked(request: HttpRequest, pk: int) -> Attempt:
    found = locked(client_of(request), pk)
    if found is None:
        raise _missing(pk)
    return found


def _stored(request: HttpRequest, pk: int) -> AttemptOut:
    found = attempts_of(client_of(request)).filter(pk=pk).first()
    if found is None:
        raise _missing(pk)
    return _shown(request, found, {})


def _missing(pk: int) -> Http404:
    return Http404(f"None of your learners has an attempt {pk}.")


def _conflict(request: HttpRequest, error: StandsAlreadyError) -> ProblemError:
    faults = [Fault(field=f"answers.{key}", reason="answered already") for key in error.questions]
    attempt = _stored(request, error.attempt.pk).model_dump()
    return ProblemError(409, str(error), faults, attempt=attempt)


def _shown(request: HttpRequest, attempt: Any, markers: dict[tuple[int, int | None], Marker]) -> AttemptOut:
    """The shape of an attempt out of `attempts_of`. `markers` is a cache: {(lesson, version): marker}."""
    marker = markers.setdefault(
        (attempt.lesson_id, attempt.version_id), Marker(request, attempt.lesson, attempt)
    )
    results = [
        _result(marker, response, is_finished=attempt.finished_at is not None)
        for response in sorted(attempt.responses.all(), key=marker.place_of)
    ]
    return AttemptOut(
        id=attempt.pk,
        url=request.build_absolute_uri(reverse("api-v1:one_attempt", args=[attempt.pk])),
        learner=attempt.learner_name,
        track=attempt.lesson.track.slug,
        lesson=attempt.lesson.slug,
        started_at=attempt.started_at,
        finished_at=attempt.finished_at,
        score=sum(result.credit for result in results),
        total=attempt.total,
        responses=results,
    )


def _result(marker: Marker, response: Any, *, is_finished: bool) -> ResultOut:
    found = marker.grade_of(response, is_finished=is_finished)
    return ResultOut(
        question=response.question.key,
        answer=answer_of(response),
        correct=response.credit == 1,
        credit=response.credit,
        answered_at=response.answered_at,
        right_choice=found.right_choice if found else "",
        right_feedback=found.right_feedback if found else "",
        proof=found.proof if found else "",
        proof_url=found.proof_url if found else "",
    )
