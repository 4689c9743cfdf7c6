"""Addresses of the API. What ninja answers by itself, 404 and 405, is told as problem details, too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from quizzes.api.problems import problem
from quizzes.api.rate import tell_rate
from quizzes.api.v1 import api


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    slash = " Its addresses end without a slash." if request.path.endswith("/") else ""
    listed = "/api/v1/openapi.json lists those it has."
    return problem(404, f"The API has no address {request.path}; {listed}{slash}")


def telling(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, whose 'method not allowed' says so as problem details; and what the key has left."""

    def told(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = tell_rate(request, view(request, *args, **kwargs))
        if response.status_code != 405:
            return response
        allowed = response.headers["Allow"]
        answer = problem(405, f"{request.method} is not possible here; {allowed} is.")
        answer.headers["Allow"] = allowed
        return answer

    told.csrf_exempt = True  # type: ignore[attr-defined]
    return told


_patterns, _app_name, _namespace = api.urls
for pattern in _patterns:
    if isinstance(pattern, URLPattern):
        pattern.callback = telling(pattern.callback)

urlpatterns = [path("v1/", (_patterns, _app_name, _namespace)), re_path(r"", nothing_here)]
