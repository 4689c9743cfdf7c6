"""Responses that refuse a request before a thread has taken it: a page, or a problem document of the API."""

from asgiref.typing import ASGISendCallable, HTTPResponseBodyEvent, HTTPResponseStartEvent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from quizzes.api.catalog import name_for
from quizzes.api.problems import ProblemError, answer, request_id

_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'"
_TITLES = {
    408: "Sending took too long",
    413: "This is too large",
    429: "Too many requests from your network",
    503: "The server is busy",
}


def refusal(path: str, status: int, reason: str, *, retry_after: int | None = None) -> HttpResponse:
    """The response for a refused request to `path`. `reason` is for a person; `retry_after` is in seconds."""
    if path.startswith("/api/"):
        request = HttpRequest()  # Django has not seen the request: it lends its id to the problem
        problem = answer(request, ProblemError(name_for(status), reason, retry_after=retry_after))
        problem.headers["X-Request-Id"] = request_id(request)
        problem.headers["Cache-Control"] = "no-store"
        return problem
    page = render_to_string("refused_early.html", {"title": _TITLES[status], "reason": reason})
    response = HttpResponse(page, status=status, headers={"Content-Security-Policy": _POLICY})
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


async def send_start(response: HttpResponse, send: ASGISendCallable, *, is_last: bool = False) -> None:
    """Send status and headers; `is_last` says that the connection ends after it."""
    fields = {**response.headers, "Content-Length": str(len(response.content)), "Cache-Control": "no-store"}
    if is_last:
        fields["Connection"] = "close"
    headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in fields.items()]
    status = response.status_code
    await send(
        HTTPResponseStartEvent(type="http.response.start", status=status, headers=headers, trailers=False)
    )


async def send_whole(response: HttpResponse, send: ASGISendCallable, *, is_last: bool = False) -> None:
    """Send the whole response; the server leaves out the body where HEAD was asked."""
    await send_start(response, send, is_last=is_last)
    await send(HTTPResponseBodyEvent(type="http.response.body", body=response.content, more_body=False))
