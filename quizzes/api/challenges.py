"""Challenges: have the code of a client's learners judged, and read the verdicts back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router

from lessons.models import Lesson
from quizzes.api.access import READ, client_of, may_grade, may_read, may_see_results
from quizzes.api.attempt_schema import AttemptId
from quizzes.api.attempts import STORE
from quizzes.api.challenge_rows import adopt, challenges_in, make, verdict_of
from quizzes.api.challenge_schema import (
    ChallengeAttemptFilter,
    ChallengeAttemptIn,
    ChallengeAttemptOut,
    ChallengeAttemptsOut,
    ChallengeOut,
    ChallengeResultOut,
)
from quizzes.api.changes import Changes
from quizzes.api.idempotency import KEY, once
from quizzes.api.models import ApiChallengeAttempt, ApiLearner
from quizzes.api.queries import refuse_unknown
from quizzes.api.reading import find_lesson
from quizzes.api.schema import PathSlug
from quizzes.api.storing import learners_named

router = Router(tags=["challenges"])


@router.get(
    "/challenges/{track}/{lesson}",
    auth=may_read,
    response={200: list[ChallengeOut], **READ},
    summary="The challenges of a lesson",
    tags=["read"],
)
def challenges(request: HttpRequest, track: PathSlug, lesson: PathSlug) -> list[ChallengeOut]:
    """Code to write for a published lesson. Solutions are not in it."""
    found = find_lesson(track, lesson)
    return [
        ChallengeOut(
            name=each.name,
            title=each.title,
            text=each.text,
            starter=each.starter,
            promises=list(each.promises),
            url=request.build_absolute_uri(each.path),
        )
        for each in challenges_in(found)
    ]


@router.post(
    "/challenge-attempts",
    auth=may_grade,
    response={202: ChallengeAttemptOut, **STORE},
    summary="Have code judged",
)
def attempt_challenge(
    request: HttpRequest, body: ChallengeAttemptIn, idempotency_key: str | None = KEY
) -> HttpResponse:
    """Have the code of one of the client's learners judged, as on the page of the challenge.

    The verdict comes later: read it under `results`. A second attempt meanwhile is 503.
    """
    lesson = find_lesson(body.track, body.lesson)

    def work(changes: Changes) -> tuple[ChallengeAttemptOut, list[ApiLearner]]:
        learner = learners_named(changes.client, [body.learner])[body.learner]
        made = make(changes, learner, lesson, body.challenge, body.source)
        if made is None:
            raise Http404(f"The lesson has no challenge '{body.challenge}'.")
        return ChallengeAttemptOut(**_fields(request, made)), [learner]

    return once(request, idempotency_key, 202, work)


@router.get(
    "/challenge-attempts",
    auth=may_see_results,
    response={200: ChallengeAttemptsOut, **READ},
    summary="Verdicts",
    tags=["results"],
)
def challenge_attempts(request: HttpRequest, wanted: Query[ChallengeAttemptFilter]) -> ChallengeAttemptsOut:
    """The attempts of the client's learners at challenges, in the order of their latest change.

    Keep the `cursor` of the last page: with it a later call gets the new attempts, and the verdicts that have
    come since.
    """
    refuse_unknown(request, ChallengeAttemptFilter)
    client = client_of(request)
    adopt(client)
    own = ApiChallengeAttempt.objects.filter(client=client, **_conditions(wanted)).order_by("change")
    page = list(own.select_related("learner", "lesson__track")[: wanted.limit + 1])
    shown = page[: wanted.limit]
    cursor = str(shown[-1].change) if shown else wanted.cursor or "0"
    more = None
    if len(page) > wanted.limit:
        query = wanted.model_dump(exclude_none=True, mode="json") | {"cursor": cursor}
        more = request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
    return ChallengeAttemptsOut(attempts=[_result(request, each) for each in shown], next=more, cursor=cursor)


@router.get(
    "/challenge-attempts/{attempt}",
    auth=may_see_results,
    response={200: ChallengeResultOut, **READ},
    summary="One verdict",
    tags=["results"],
)
def one_challenge_attempt(request: HttpRequest, attempt: AttemptId) -> ChallengeResultOut:
    """An attempt of one of the client's learners at a challenge, with its verdict if it has come."""
    client = client_of(request)
    adopt(client)
    own = ApiChallengeAttempt.objects.select_related("learner", "lesson__track")
    found = own.filter(client=client, public_id=attempt).first()
    if found is None:
        raise Http404(f"None of your learners has an attempt {attempt} at a challenge.")
    return _result(request, found)


def _conditions(wanted: ChallengeAttemptFilter) -> dict[str, Any]:
    named = {
        "change__gt": int(wanted.cursor or 0),
        "learner__external_id": wanted.learner,
        "lesson__track__slug": wanted.track,
        "lesson__slug": wanted.lesson,
        "challenge": wanted.challenge,
    }
    return {name: value for name, value in named.items() if value is not None}


def _result(request: HttpRequest, attempt: ApiChallengeAttempt) -> ChallengeResultOut:
    return ChallengeResultOut(**_fields(request, attempt), **verdict_of(attempt))


def _fields(request: HttpRequest, attempt: ApiChallengeAttempt) -> dict[str, Any]:
    lesson: Lesson = attempt.lesson
    public_id: UUID = attempt.public_id
    return {
        "id": public_id,
        "url": request.build_absolute_uri(reverse("api-v1:one_challenge_attempt", args=[public_id])),
        "learner": attempt.learner.external_id,
        "track": lesson.track.slug,
        "lesson": lesson.slug,
        "challenge": attempt.challenge,
        "made_at": attempt.made_at,
    }
