"""What caches may keep of the API's responses.

Lessons and quizzes have an ETag, so a program that asks again with `If-None-Match` gets 304 while nothing
has changed. Results and errors are kept nowhere. The description of the API is the same for all, and is
made once in a process.
"""

import json
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from ninja.responses import NinjaJSONEncoder

from quizzes.api.v1 import api

REVALIDATED = "private, no-cache"
_NAMES = {"tracks", "lessons", "lesson", "quiz", "challenges"}
"""The operations whose responses are the same until a lesson changes."""


def described(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """The OpenAPI document."""
    if request.method != "GET":
        refused = HttpResponse(status=405)
        refused.headers["Allow"] = "GET"
        return refused
    return HttpResponse(_document(), "application/json")


def with_caching(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """`response` with the headers that caches read, or 304 in its place."""
    name = request.resolver_match.url_name if request.resolver_match else None
    if response.status_code != 200 or request.method != "GET":
        response.headers["Cache-Control"] = "no-store"
        return response
    if name in ("openapi-json", "openapi-view"):
        response.headers["Cache-Control"] = "public, max-age=300" if name == "openapi-json" else "no-cache"
    elif name in _NAMES:
        response.headers["Cache-Control"], response.headers["Vary"] = REVALIDATED, "Authorization"
    else:
        response.headers["Cache-Control"] = "no-store"
        return response
    if name == "openapi-view":
        return response
    set_response_etag(response)
    found = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    assert isinstance(found, HttpResponse)
    return found


@cache
def _document() -> str:
    return json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder)
