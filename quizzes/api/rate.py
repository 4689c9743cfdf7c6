"""How often a key may call: counted in Django's cache, a minute at a time.

Told by `RateLimit-Policy` and `RateLimit` on every answer to a key, the fields of the IETF's draft
(draft-ietf-httpapi-ratelimit-headers-10): `q` calls in `w` seconds; `r` are left, for `t` seconds more.
Beyond it the answer is 429 with `Retry-After` (RFC 9110), in seconds. A batch is one call.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from quizzes.api.problems import ProblemError
from quizzes.models import ApiKey

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """What a key has left of its `limit`, for so many more `seconds`."""

    limit: int
    left: int
    seconds: int


def count_call(request: HttpRequest, key: ApiKey) -> None:
    """Count one more call of `key`; `tell_rate` finds it on the request. Raises `ProblemError`."""
    limit, now = settings.API["REQUESTS_PER_MINUTE"], int(time.time())
    name = f"api.calls:{key.pk}:{now // SECONDS}"
    cache.add(name, 0, 2 * SECONDS)
    calls = cache.incr(name)
    rate = Rate(limit, max(0, limit - calls), SECONDS - now % SECONDS)
    request.__dict__["rate"] = rate
    if calls > limit:
        reason = f"This key may call {limit} times a minute. Wait for {rate.seconds} s, or grade in batches."
        raise ProblemError(429, reason, retry_after=rate.seconds)


def tell_rate(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put the headers on `response`, where a key was counted."""
    rate: Rate | None = request.__dict__.get("rate")
    if rate:
        response.headers["RateLimit-Policy"] = f'"default";q={rate.limit};w={SECONDS}'
        response.headers["RateLimit"] = f'"default";r={rate.left};t={rate.seconds}'
    return response
