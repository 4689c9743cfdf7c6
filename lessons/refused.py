"""A request that is refused for now, and the page that says why and when to come back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RefusedError(Exception):
    """The request is refused. The message says why and what to do.

    `status` is the HTTP status, `retry_after` the number of seconds after which it may succeed; 0 if unknown.
    """

    def __init__(self, message: str, status: int, retry_after: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after

    def on[Response: HttpResponse](self, response: Response) -> Response:
        """Give `response` the status of this refusal, and `Retry-After` where the time is known."""
        response.status_code = self.status
        if self.retry_after:
            response["Retry-After"] = str(self.retry_after)
        return response


class RefusedMiddleware:
    """Answers with a page where a view lets a `RefusedError` through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RefusedError):
            return None
        return error.on(render(request, "refused.html", {"message": error}))
