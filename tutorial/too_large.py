"""Refuses numbers that no database takes, where a list of the admin is filtered by them."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest


class TooLargeMiddleware:
    """400 where a parameter of the admin has a number beyond 64 bits: Django hands it on to the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        is_list = match and match.app_name == "admin" and request.method == "GET" and request.GET
        if not is_list or not isinstance(error, OverflowError | DataError):
            return None
        return HttpResponseBadRequest("A value in the address is too large.", content_type="text/plain")
