"""Export the attempts of a client's own learners as xAPI statements, for a learning record store."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from quizzes.answer_key import answer_key
from quizzes.api.access import READ, client_of, may_see_results
from quizzes.api.answers import FINAL, RELATED, answer_of, options_of
from quizzes.api.models import ApiClient
from quizzes.api.queries import refuse_unknown
from quizzes.api.storing import attempts_of
from quizzes.api.xapi import VERSION, Answered, AttemptContext, Completed, Json, answered, completed
from quizzes.grading import reveals_key
from quizzes.questions import questions_in
from quizzes.quiz_models import Response

router = Router(auth=may_see_results, tags=["results"])
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC) - EPOCH
_MICROSECOND = timedelta(microseconds=1)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def _read_time(text: Any) -> datetime:
    """A time in RFC 3339. Times before 1970 become 1970, because no statement is older."""
    if not isinstance(text, str) or not _RFC3339.fullmatch(text):
        raise ValueError("write a time as RFC 3339 has it, such as 2026-11-22T18:00:00Z")
    leap = text[17:19] == "60"  # Python has no leap seconds
    if text[:4] < EPOCH.strftime("%Y"):
        return EPOCH
    time = datetime.fromisoformat((text[:17] + "59" + text[19:] if leap else text).upper())
    return EPOCH + min(max(timedelta(0), time - EPOCH), _LATEST)


Time = Annotated[
    datetime,
    BeforeValidator(_read_time),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class StatementFilter(Schema):
    """What was stored after the time `since`, `limit` statements at a time; `cursor` is the `more` link's."""

    since: Time = Field(EPOCH, validate_default=False)
    limit: int = Field(100, ge=1, le=500)
    cursor: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,16}-[01]-[0-9]{1,15}$")] | None = None


class StatementOut(Schema):
    """A statement of xAPI 1.0.3."""

    id: str
    actor: Json
    verb: Json
    object: Json
    result: Json
    context: Json
    timestamp: str
    version: str


class StatementsOut(Schema):
    """`more` is the address of the next page, empty on the last one: the shape of xAPI's StatementResult."""

    statements: list[StatementOut]
    more: str


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The position of a statement in the order: by time, then answers before ends, then by id.

    The cursor of a page is the place of its last statement, as text.
    """

    at: datetime
    kind: int
    pk: int

    @classmethod
    def read(cls, cursor: str) -> Self:
        micros, kind, pk = map(int, cursor.split("-"))
        return cls(EPOCH + micros * _MICROSECOND, kind, pk)

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // _MICROSECOND}-{self.kind}-{self.pk}"

    def after(self, time: str, kind: int) -> Q:
        """The condition for rows of `kind` after this place. `time` is the name of their time field."""
        same_time = Q(**{time: self.at})
        if kind == self.kind:
            same_time &= Q(pk__gt=self.pk)
        later = Q(**{f"{time}__gt": self.at})
        return later | same_time if kind >= self.kind else later


@router.get("/xapi/statements", response={200: StatementsOut, **READ}, summary="xAPI statements")
def statements(request: HttpRequest, wanted: Query[StatementFilter], response: HttpResponse) -> StatementsOut:
    """`answered` and `completed` statements of the client's learners, oldest first.

    Ids do not change, so a record store knows a statement that it has: ask with a `since` a minute back,
    and what was being stored during the last call is not missed.
    """
    refuse_unknown(request, StatementFilter)
    last = Place.read(wanted.cursor) if wanted.cursor else Place(wanted.since, 2, 0)
    client, most = client_of(request), wanted.limit + 1
    found = sorted(
        [*_answers(request, client, last, most), *_ends(request, client, last, most)],
        key=lambda each: each[0],
    )
    page = found[: wanted.limit]
    more = ""
    if len(found) > wanted.limit:
        address = f"{request.path}?limit={wanted.limit}&cursor={page[-1][0]}"
        more = request.build_absolute_uri(address)
    response.headers["X-Experience-API-Version"] = VERSION
    return StatementsOut(statements=[StatementOut(**statement) for _, statement in page], more=more)


def _answers(request: HttpRequest, client: ApiClient, last: Place, most: int) -> Iterator[tuple[Place, Json]]:
    responses = (
        Response.objects.filter(
            last.after("answered_at", 0), FINAL, attempt__learner__api_learner__client=client
        )
        .prefetch_related(
            "question", *RELATED, Prefetch("attempt", attempts_of(client).prefetch_related(None))
        )
        .order_by("answered_at", "pk")
    )
    for response in responses[:most]:
        assert response.answered_at
        context = _context_of(request, client, response.attempt)
        yield Place(response.answered_at, 0, response.pk), answered(context, _answered(response))


def _answered(response: Response) -> Answered:
    """The content of an `answered` statement, with the right answer if the question reveals it by now.

    It is the same statement before and after: the definition of an activity may change (xAPI 1.0.3, part 2,
    2.3.1).
    """
    assert response.answered_at
    assert response.credit is not None
    asked = questions_in(response.attempt)
    question = next((each for each in asked if each.pk == response.question_id), response.question)
    kind, key = question.type, answer_key(question)
    interaction = kind.interaction(key)
    is_revealed = reveals_key(question.reveal, is_finished=response.attempt.finished_at is not None)
    return Answered(
        key=question.key,
        text=question.text,
        interaction=interaction.type,
        options=options_of(question),
        correct=interaction.correct if is_revealed else [],
        response=kind.response(key, answer_of(response)),
        credit=response.credit,
        at=response.answered_at,
    )


def _ends(request: HttpRequest, client: ApiClient, last: Place, most: int) -> Iterator[tuple[Place, Json]]:
    attempts = attempts_of(client).filter(last.after("finished_at", 1)).order_by("finished_at", "pk")
    for attempt in attempts[:most]:
        assert attempt.finished_at
        end = Completed(
            title=attempt.version.title if attempt.version else attempt.lesson.title,
            score=sum(response.credit or 0 for response in attempt.responses.all()),
            total=attempt.total,
            took=attempt.finished_at - attempt.started_at,
            at=attempt.finished_at,
        )
        context = _context_of(request, client, attempt)
        yield Place(attempt.finished_at, 1, attempt.pk), completed(context, end)


def _context_of(request: HttpRequest, client: ApiClient, attempt: Any) -> AttemptContext:
    """The context of an attempt out of `attempts_of`."""
    lesson = attempt.lesson
    quiz = reverse("way", args=[lesson.track.slug, lesson.slug, "quiz"])
    return AttemptContext(
        home_page=client.home_page or request.build_absolute_uri("/"),
        account=attempt.learner_name,
        learner=attempt.learner_id,
        attempt=attempt.pk,
        quiz_url=request.build_absolute_uri(quiz),
        track_url=request.build_absolute_uri(reverse("track", args=[lesson.track.slug])),
    )
