"""Refuses numbers that no database takes in the parameters and fields of the admin."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest


class TooLargeMiddleware:
    """400 where the admin is sent a number beyond 64 bits: Django hands it on to the database.

    In a list it is a filter, in a form the key of a row that can be chosen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        is_sent = match and match.app_name == "admin" and (request.GET or request.POST)
        if not is_sent or not isinstance(error, OverflowError | DataError):
            return None
        return HttpResponseBadRequest("A value that was sent is too large.", content_type="text/plain")
