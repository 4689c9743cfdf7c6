"""Refuses the one character that is no text anywhere: PostgreSQL takes no NUL, not even to look for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

REASON = "The address has a NUL (%00) in it. Leave it out."


def without_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 400 for a parameter with a NUL in the address. Fields of forms refuse it themselves."""

    def responding(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            response = HttpResponseBadRequest(REASON, content_type="text/plain")
            response.plain_reason = REASON  # type: ignore[attr-defined]  # for the API
            return response
        return get_response(request)

    return responding
