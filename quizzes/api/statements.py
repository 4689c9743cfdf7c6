"""Export the attempts of a client's own learners as xAPI statements, for a learning record store."""

import json
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from quizzes.api.access import READ, client_of, may_see_results
from quizzes.api.attempt_schema import Cursor
from quizzes.api.backfill import backfill
from quizzes.api.challenge_rows import adopt
from quizzes.api.models import ApiStatement
from quizzes.api.queries import refuse_unknown
from quizzes.api.times import Time
from quizzes.api.xapi import VERSION, Json

router = Router(auth=may_see_results, tags=["results"])


class StatementFilter(BaseModel):
    """What learners did after the time `since`, until the time `until`, `limit` statements at a time.

    `cursor` leaves out all statements up to the one that it was given with.
    """

    since: Time | None = None
    until: Time | None = None
    limit: int = Field(100, ge=1, le=500)
    cursor: Cursor | None = None


class StatementOut(BaseModel):
    """A statement of xAPI 1.0.3."""

    id: str
    actor: Json
    verb: Json
    object: Json
    result: Json
    context: Json
    timestamp: str
    version: str


class StatementsOut(BaseModel):
    """`more` is the address of the next page, empty on the last one: the shape of xAPI's StatementResult.
    `cursor` is the place of the last statement: with it the next call gets what was stored since."""

    statements: list[StatementOut]
    more: str
    cursor: str


@router.get("/xapi/statements", response={200: StatementsOut, **READ}, summary="xAPI statements")
def statements(request: HttpRequest, wanted: Query[StatementFilter], response: HttpResponse) -> StatementsOut:
    """`answered` and `completed` statements of the client's learners; of challenges `attempted` and `passed`.

    They come in the order in which they were stored.

    A statement never changes. Keep `cursor`, and send it to get what is new: nothing is missed, and nothing
    comes twice.
    """
    refuse_unknown(request, StatementFilter)
    client = client_of(request)
    backfill(client)
    adopt(client)
    conditions = {"number__gt": int(wanted.cursor or 0), "at__gt": wanted.since, "at__lte": wanted.until}
    found = ApiStatement.objects.filter(
        client=client, **{name: value for name, value in conditions.items() if value is not None}
    )
    page = list(found.order_by("number")[: wanted.limit + 1])
    shown = page[: wanted.limit]
    cursor = str(shown[-1].number) if shown else wanted.cursor or "0"
    more = ""
    if len(page) > wanted.limit:
        query = wanted.model_dump(exclude_none=True, mode="json") | {"cursor": cursor}
        more = request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
    response.headers["X-Experience-API-Version"] = VERSION
    statements = [StatementOut.model_construct(**json.loads(each.body)) for each in shown]
    return StatementsOut.model_construct(statements=statements, more=more, cursor=cursor)
