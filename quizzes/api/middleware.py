"""Every response below /api/: its request's id, and problem details for whatever error."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from quizzes.api.catalog import CATALOG, name_for
from quizzes.api.problems import PROBLEM_JSON, problem, request_id

PREFIX = "/api/"


def api_responses(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the outermost: what the others refuse becomes problem details, too.

    A response may have a `plain_reason`, a sentence that becomes the `detail`. HEAD is answered as GET is,
    without the body (RFC 9110, 9.3.2).
    """

    def responding(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = _as_problem(request, get_response(request))
        response.headers["X-Request-Id"] = request_id(request)
        if is_head:
            request.method = "HEAD"
            response = _without_body(response)
        return response

    return responding


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    status = response.status_code
    if _leads_to_tls(request, response):
        return problem(request, "https-only", CATALOG["https-only"].advice)
    if status < 400 or response.headers.get("Content-Type") == PROBLEM_JSON:
        return response
    name = name_for(status)
    reason = getattr(response, "plain_reason", "") or f"{CATALOG[name].title}."
    answer = problem(request, name, reason)
    answer.headers["Cache-Control"] = "no-store"
    if "Retry-After" in response.headers:
        answer.headers["Retry-After"] = response.headers["Retry-After"]
    return answer


def _leads_to_tls(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a call with a key is redirected to https://. The key would go on to be sent in the clear."""
    is_redirected = response.status_code == 301 and response.headers["Location"].startswith("https://")
    return is_redirected and not request.is_secure() and "Authorization" in request.headers


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponse):
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
