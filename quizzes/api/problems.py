"""Errors of the API, all as problem details (RFC 9457), with a type out of `catalog`."""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.responses import NinjaJSONEncoder
from pydantic import BaseModel

from lessons.database_pool import found_no_connection
from quizzes.api.body import BodyError, body_limit
from quizzes.api.catalog import CATALOG, type_uri
from quizzes.api.words import words

PROBLEM_JSON = "application/problem+json"
WRONG_FORM = "The request does not match what this operation accepts."
_log = logging.getLogger(__name__)


class Fault(BaseModel):
    """One field of the request that is wrong."""

    field: str
    reason: str


class Problem(BaseModel):
    """What went wrong, for a programmer to act on (RFC 9457, media type application/problem+json).

    `type` leads to its entry in the catalog of problems. `request_id` is also the header `X-Request-Id`;
    it is null in the problem of one sheet of a batch.
    """

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []
    request_id: str | None = None


class ProblemError(Exception):
    """An error that a view raises, and that is sent as problem details.

    `name` is that of its type in the catalog. `challenge` are the parameters of `WWW-Authenticate` (RFC
    6750). `more` are further members of the problem, in values that JSON can hold. `retry_after` is in
    seconds.
    """

    def __init__(
        self,
        name: str,
        detail: str,
        errors: list[Fault] | None = None,
        *,
        retry_after: int | None = None,
        challenge: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.type, self.detail, self.errors = CATALOG[name], detail, errors or []
        self.retry_after, self.challenge, self.more = retry_after, challenge, more

    @property
    def problem(self) -> Problem:
        return Problem(
            type=type_uri(self.type.name),
            title=self.type.title,
            status=self.type.status,
            detail=_whole(self.detail),
            errors=[Fault(field=_whole(each.field), reason=_whole(each.reason)) for each in self.errors],
        )


def _whole(text: str) -> str:
    """`text` with any half of a character from the request spelled out: no text may have one."""
    return text.encode("utf-8", "backslashreplace").decode()


def request_id(request: HttpRequest) -> str:
    """The id of a request: random, the same each time it is asked for."""
    return str(request.__dict__.setdefault("request_id", uuid4().hex))


def problem(request: HttpRequest, name: str, detail: str, errors: list[Fault] | None = None) -> HttpResponse:
    """The response for a problem of the type `name`."""
    return answer(request, ProblemError(name, detail, errors))


def answer(request: HttpRequest, error: ProblemError) -> HttpResponse:
    """The response for a `ProblemError`."""
    status = error.type.status
    body = error.problem.model_dump() | {"request_id": request_id(request)} | error.more
    response = HttpResponse(json.dumps(body, cls=NinjaJSONEncoder), status=status, content_type=PROBLEM_JSON)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    if error.challenge is not None or status == HTTPStatus.UNAUTHORIZED:
        parameters = {"realm": "Handshake API"} | (error.challenge or {})
        said = ", ".join(f'{name}="{value}"' for name, value in parameters.items())
        response.headers["WWW-Authenticate"] = f"Bearer {said}"
    return response


def _problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return answer(request, error)


def _no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    reason = "Send an API key: 'Authorization: Bearer hs_…'. Administrators of this site make them."
    return problem(request, "key-missing", reason)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [Fault(field=_field(each["loc"]), reason=words(each)) for each in error.errors]
    return problem(request, "invalid-request", WRONG_FORM, errors)


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, "not-found", str(error) or "There is nothing at this address.")


def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    limit = body_limit(request) / 1024 / 1024
    reason = f"The body is larger than {limit:g} MiB. Send fewer answers at a time."
    return problem(request, "body-too-large", reason)


def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, BodyError):
        return problem(request, cause.name, str(cause))
    reasons = [str(error), *([str(cause)] if cause else [])]
    return problem(request, "invalid-json", ": ".join(reasons))


def _body(request: HttpRequest, error: BodyError) -> HttpResponse:
    response = problem(request, error.name, str(error))
    if error.name == "content-encoding":
        response.headers["Accept-Encoding"] = "identity"  # RFC 9110, 12.5.3
    return response


def _database(request: HttpRequest, error: Exception) -> HttpResponse:
    request.__dict__["no_connection"] = found_no_connection(error)  # for who waits next
    said = str(error).partition("\n")[0]
    _log.warning("Request %s: 503, the database did not answer: %s", request_id(request), said)
    reason = "The database does not answer, or is busy. Nothing of this call was stored. Send it again."
    return answer(request, ProblemError("unavailable", reason, retry_after=2))


def _bug(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.exception("The request %s failed", request_id(request))
    reason = "Something went wrong on the server. Nothing of this call was stored."
    return problem(request, "internal-error", reason)


_HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    ProblemError: _problem,
    AuthenticationError: _no_key,
    ValidationError: _invalid,
    Http404: _missing,
    RequestDataTooBig: _too_big,
    HttpError: _refused,
    BodyError: _body,
    InterfaceError: _database,
    OperationalError: _database,
    Exception: _bug,
}


def answer_problems(api: NinjaAPI) -> None:
    """Register handlers that send every error of `api` as problem details."""
    for error, handler in _HANDLERS.items():
        api.add_exception_handler(error, handler)


def field_name(loc: tuple[Any, ...]) -> str:
    """('answers', 'q1') as 'answers.q1', and () as 'body'. Pydantic's names of types are left out."""
    return ".".join(str(part) for part in loc if not str(part).endswith(("str", "str]"))) or "body"


def _field(loc: tuple[Any, ...]) -> str:
    """('body', 'sheet', 'answers', 'q1') as 'answers.q1', without the name of the parameter."""
    return field_name(loc[2:] if loc[:1] == ("body",) else loc[1:])
