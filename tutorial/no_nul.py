"""Refuses the one character that is no text anywhere: PostgreSQL takes no NUL, not even to look for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest


def without_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 400 for a parameter with a NUL in the address. Fields of forms refuse it themselves."""

    def responding(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("The address has a NUL (%00) in it.", content_type="text/plain")
        return get_response(request)

    return responding
