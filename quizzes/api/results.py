"""Read the results of a client's learners.

The operations are on the router of `attempts`: ninja takes all methods of an address from one router.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Query

from quizzes.api.access import READ, client_of, may_see_results
from quizzes.api.attempt_schema import AttemptFilter, AttemptId, AttemptResultsOut, AttemptsOut
from quizzes.api.attempt_shapes import Markers, results_out
from quizzes.api.attempts import missing, router
from quizzes.api.backfill import backfill
from quizzes.api.queries import refuse_unknown
from quizzes.api.storing import attempts_of

_RESULTS: dict[str, Any] = {"auth": may_see_results, "tags": ["results"]}


@router.get("/attempts", response={200: AttemptsOut, **READ}, summary="Results", **_RESULTS)
def attempts(request: HttpRequest, wanted: Query[AttemptFilter]) -> AttemptsOut:
    """The attempts of the client's learners with their results, in the order of their latest change.

    `next` is the address of the next page. Keep the `cursor` of the last page: with it a later call gets
    what has changed since. An attempt that changes in between comes again, as it is then.
    """
    refuse_unknown(request, AttemptFilter)
    client = client_of(request)
    backfill(client)
    found = attempts_of(client).filter(**_conditions(wanted))
    page = list(found[: wanted.limit + 1])
    shown, markers = page[: wanted.limit], Markers(request)
    cursor = str(shown[-1].change) if shown else wanted.cursor or "0"
    more = None
    if len(page) > wanted.limit:
        query = wanted.model_dump(exclude_none=True, mode="json") | {"cursor": cursor}
        more = request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
    results = [results_out(request, each, markers) for each in shown]
    return AttemptsOut(attempts=results, next=more, cursor=cursor)


@router.get(
    "/attempts/{attempt}", response={200: AttemptResultsOut, **READ}, summary="One attempt", **_RESULTS
)
def one_attempt(request: HttpRequest, attempt: AttemptId) -> AttemptResultsOut:
    """An attempt of one of the client's learners, with its results."""
    found = attempts_of(client_of(request)).filter(public_id=attempt).first()
    if found is None:
        raise missing(attempt)
    return results_out(request, found, Markers(request))


def _conditions(wanted: AttemptFilter) -> dict[str, Any]:
    named = {
        "change__gt": int(wanted.cursor or 0),
        "learner_name": wanted.learner,
        "attempt__lesson__track__slug": wanted.track,
        "attempt__lesson__slug": wanted.lesson,
        "attempt__finished_at__isnull": {"any": None, "open": True, "finished": False}[wanted.state],
        "attempt__started_at__gte": wanted.started_from,
        "attempt__started_at__lt": wanted.started_before,
        "attempt__finished_at__gte": wanted.finished_from,
        "attempt__finished_at__lt": wanted.finished_before,
    }
    return {name: value for name, value in named.items() if value is not None}
