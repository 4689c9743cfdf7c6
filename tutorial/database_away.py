"""What is answered while the database is away or busy: a page that says so, within two seconds.

A connection is waited for once; then, for a second, nobody waits (`tutorial.circuit_breaker`).
"""

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from lessons.database_pool import found_no_connection
from tutorial.circuit_breaker import Breaker

AWAY_SECONDS = 1
RETRY_SECONDS = 5
AWAY = "The database cannot be reached right now."
REASON = f"{AWAY} Your earlier answers are kept."

logger = logging.getLogger(__name__)
_breaker = Breaker(AWAY_SECONDS)


class DatabaseAwayMiddleware:
    """Answers at once where no connection to the database could be had a moment ago. It comes first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _breaker.lets_through():
            return _away()
        response = self.get_response(request)
        if request.__dict__.get("no_connection"):
            _breaker.failed()
        else:
            _breaker.worked()
        return response


def failed(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 where the database did not answer in time, else 500."""
    error = sys.exc_info()[1]
    if not isinstance(error, OperationalError | InterfaceError):
        return server_error(request)
    request.__dict__["no_connection"] = found_no_connection(error)
    logger.warning("%s: 503, the database did not answer: %s", request.path, str(error).partition("\n")[0])
    response = _away()
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log the traceback, too
    return response


def _away() -> HttpResponse:
    """The page. `quizzes.api.middleware` makes the API's answer of it."""
    page = render_to_string("503.html", {"reason": REASON})
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    response = HttpResponse(page, status=503, headers=headers)
    response.plain_reason = f"{AWAY} Nothing of this call was stored. Send it again."  # type: ignore[attr-defined]
    return response
