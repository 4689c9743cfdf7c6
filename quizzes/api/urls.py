"""URLs of the API. The 404 and 405 responses that ninja itself sends become problem details as well."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from quizzes.api.caching import described, with_caching
from quizzes.api.catalog import catalog_page
from quizzes.api.problems import problem
from quizzes.api.rate import add_rate_headers
from quizzes.api.v1 import api


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    slash = " Its addresses end without a slash." if request.path.endswith("/") else ""
    listed = "/api/v1/openapi.json lists those it has."
    return problem(request, "no-such-address", f"The API has no address {request.path}; {listed}{slash}")


def with_problems(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view` with problem details for 405, and with the headers of the rate limit and of caches."""

    def responding(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = add_rate_headers(request, with_caching(request, view(request, *args, **kwargs)))
        if response.status_code != 405:
            return response
        allowed = ", ".join(
            "GET, HEAD" if each == "GET" else each for each in response.headers["Allow"].split(", ")
        )
        detail = f"{request.method} is not possible here. Possible: {allowed}."
        answer = problem(request, "method-not-allowed", detail)
        answer.headers["Allow"] = allowed
        return answer

    responding.csrf_exempt = True  # type: ignore[attr-defined]
    return responding


_patterns, _app_name, _namespace = api.urls
for pattern in _patterns:
    if isinstance(pattern, URLPattern):
        is_description = pattern.name == "openapi-json"
        pattern.callback = with_problems(described if is_description else pattern.callback)

urlpatterns = [
    path("problems", catalog_page, name="api-problems"),
    path("v1/", nothing_here),  # where ninja would say of its own that there is nothing
    path("v1/", (_patterns, _app_name, _namespace)),
    re_path(r"", nothing_here),
]
