"""Errors of the API, all as problem details (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.responses import NinjaJSONEncoder

from quizzes.api.body import OtherTypeError, body_limit
from quizzes.api.words import words

PROBLEM_JSON = "application/problem+json"
WRONG_FORM = "The request is not of the form that this operation takes."


class Fault(Schema):
    """One field of the request that is wrong."""

    field: str
    reason: str


class Problem(Schema):
    """What went wrong, for a programmer to act on (RFC 9457, media type application/problem+json)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


class ProblemError(Exception):
    """An error that a view raises, and that is sent as problem details.

    `more` are further members of the problem, in values that JSON can hold. `retry_after` is in seconds.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        errors: list[Fault] | None = None,
        *,
        retry_after: int | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, errors or []
        self.retry_after, self.more = retry_after, more

    @property
    def problem(self) -> Problem:
        title = HTTPStatus(self.status).phrase
        return Problem(title=title, status=self.status, detail=self.detail, errors=self.errors)


def problem(status: int, detail: str, errors: list[Fault] | None = None) -> HttpResponse:
    """The response for a problem."""
    return answer(ProblemError(status, detail, errors))


def answer(error: ProblemError) -> HttpResponse:
    """The response for a `ProblemError`."""
    body, status = error.problem.model_dump() | error.more, error.status
    response = HttpResponse(json.dumps(body, cls=NinjaJSONEncoder), status=status, content_type=PROBLEM_JSON)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Handshake API"'
    return response


class ProblemAPI(NinjaAPI):
    """An API whose OpenAPI schema has the media type of problems. Ninja itself knows only application/json.

    An operation's id is the name of its function, so that generated clients stay the same when code moves.
    """

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(*args, **kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {PROBLEM_JSON: response["content"]["application/json"]}
        return schema


def answer_problems(api: NinjaAPI) -> None:
    """Register handlers that send every error of `api` as problem details."""

    @api.exception_handler(ProblemError)
    def _problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
        return answer(error)

    @api.exception_handler(AuthenticationError)
    def _no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(
            401, "Send an API key that is in force: 'Authorization: Bearer hs_…'. Administrators make them."
        )

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [Fault(field=_field(each["loc"]), reason=words(each)) for each in error.errors]
        return problem(422, WRONG_FORM, errors)

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, str(error) or "There is nothing at this address.")

    @api.exception_handler(RequestDataTooBig)
    def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        limit = body_limit(request) / 1024 / 1024
        return problem(413, f"The body is larger than {limit:g} MiB. Send fewer answers at a time.")

    @api.exception_handler(HttpError)
    def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        if isinstance(error.__cause__, OtherTypeError):
            return problem(415, str(error.__cause__))
        reasons = [str(error), *([str(error.__cause__)] if error.__cause__ else [])]
        return problem(error.status_code, ": ".join(reasons))


def field_name(loc: tuple[Any, ...]) -> str:
    """('answers', 'q1') as 'answers.q1', and () as 'body'. Pydantic's names of types are left out."""
    return ".".join(str(part) for part in loc if not str(part).endswith(("str", "str]"))) or "body"


def _field(loc: tuple[Any, ...]) -> str:
    """('body', 'sheet', 'answers', 'q1') as 'answers.q1', without the name of the parameter."""
    return field_name(loc[2:] if loc[:1] == ("body",) else loc[1:])
