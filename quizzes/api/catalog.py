"""The catalog of problems: each type of error that the API sends, and what a program does about it.

A problem's `type` (RFC 9457) is the address of its entry on the page that `catalog_page` shows.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One type of problem. `title` is the same each time; `advice` tells programmers what to do."""

    name: str
    status: int
    title: str
    advice: str


_TYPES = [
    ProblemType("bad-request", 400, "Bad request", "Correct the request; `detail` says what is wrong."),
    ProblemType(
        "invalid-json",
        400,
        "The body is not JSON",
        "Send JSON as RFC 8259 defines it: without NaN, and with each name once in an object.",
    ),
    ProblemType(
        "key-missing",
        401,
        "An API key is missing",
        "Send 'Authorization: Bearer hs_…'. Administrators of the site make keys.",
    ),
    ProblemType(
        "key-unknown", 401, "The API key is unknown", "Compare the key with the one that you were given."
    ),
    ProblemType(
        "key-revoked", 401, "The API key was revoked", "Ask an administrator of the site for a new key."
    ),
    ProblemType(
        "key-expired", 401, "The API key has expired", "Ask an administrator of the site for a new key."
    ),
    ProblemType(
        "scope-missing",
        403,
        "The API key lacks a scope",
        "Use a key with the scope that `WWW-Authenticate` names. Administrators of the site give scopes.",
    ),
    ProblemType(
        "https-only",
        403,
        "The call came without TLS",
        "Call the API by https://. Whoever was on the way can have read the key: ask for a new one.",
    ),
    ProblemType(
        "forbidden", 403, "Forbidden", "The site refuses this request; `detail` says why, if it may."
    ),
    ProblemType(
        "no-such-address",
        404,
        "The API has no such address",
        "Compare the address with those in openapi.json. Addresses end without a slash.",
    ),
    ProblemType(
        "not-found",
        404,
        "Not found",
        "What you asked for does not exist, or belongs to another client. "
        "`detail` says which part is missing.",
    ),
    ProblemType(
        "method-not-allowed",
        405,
        "This address does not allow the method",
        "Use one of the methods that `Allow` names.",
    ),
    ProblemType(
        "attempt-open",
        409,
        "The learner has an open attempt",
        "Go on with the attempt that `attempt` shows, or finish it first.",
    ),
    ProblemType(
        "attempt-finished",
        409,
        "The attempt is finished",
        "Start a new attempt. The answers stay as they are.",
    ),
    ProblemType(
        "answered-already",
        409,
        "A question is answered already",
        "Leave out the questions that `errors` names. The stored answers do not change.",
    ),
    ProblemType(
        "erased",
        410,
        "The response was erased",
        "A learner of the first call with this Idempotency-Key was erased since. Do not send it again.",
    ),
    ProblemType(
        "body-too-slow", 408, "The body did not arrive in time", ("Send it again, or send less at a time.")
    ),
    ProblemType(
        "length-missing", 411, "The length of the body is missing", "Send Content-Length, not a chunked body."
    ),
    ProblemType(
        "body-too-large",
        413,
        "The body is too large",
        "Send fewer answers at a time; `detail` names the limit.",
    ),
    ProblemType(
        "not-json-type",
        415,
        "The body is not declared as JSON",
        "Send JSON, with the header 'Content-Type: application/json'.",
    ),
    ProblemType(
        "content-encoding",
        415,
        "The body is encoded",
        "Send the body as it is, without Content-Encoding such as gzip.",
    ),
    ProblemType(
        "invalid-request",
        422,
        "The request does not match what the operation accepts",
        "`errors` names each field that is wrong, with the reason.",
    ),
    ProblemType(
        "wrong-answers",
        422,
        "Answers cannot be graded",
        "`errors` names each answer that is wrong. Nothing was stored of this sheet.",
    ),
    ProblemType(
        "sheet-twice",
        422,
        "The batch has the same sheet twice",
        "Send one sheet for each id, or each learner, in a batch.",
    ),
    ProblemType(
        "idempotency-key-reused",
        422,
        "The Idempotency-Key was used for another request",
        "Use a new key for each request. Use the same key only to repeat a request.",
    ),
    ProblemType(
        "rate-limited",
        429,
        "The key has called too often",
        "Wait for the number of seconds in `Retry-After`. Use batches: each counts as one call.",
    ),
    ProblemType(
        "network-busy",
        429,
        "Too many calls of your network wait",
        "Send the same call after the seconds that `Retry-After` names, and fewer at once.",
    ),
    ProblemType(
        "internal-error",
        500,
        "An error in Handshake",
        "Try again later. If it stays, tell the site's administrators the `request_id`; their log has it.",
    ),
    ProblemType(
        "unavailable",
        503,
        "The site cannot answer now",
        "Send the same request, with the same Idempotency-Key, after the seconds that `Retry-After` names.",
    ),
]
CATALOG = {each.name: each for each in _TYPES}
"""{name: type of problem}."""

OTHERS = {
    400: "bad-request",
    403: "forbidden",
    404: "not-found",
    408: "body-too-slow",
    411: "length-missing",
    413: "body-too-large",
    429: "network-busy",
}
"""{status: name} for refusals that come from outside of the API's own code."""


def name_for(status: int) -> str:
    """The name of the type for a response with `status` that is not a problem yet."""
    return OTHERS.get(status) or (
        "internal-error" if status == 500 else "unavailable" if status > 500 else "bad-request"
    )


def type_uri(name: str) -> str:
    """The `type` of a problem: the address of its entry in the catalog."""
    return f"{settings.PUBLIC_URL}{reverse('api-problems')}#{name}"


@require_safe
def catalog_page(request: HttpRequest) -> HttpResponse:
    response = render(request, "quizzes/api/problems.html", {"types": _TYPES})
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
