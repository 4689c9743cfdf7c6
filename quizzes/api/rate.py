"""Limit how often a key may call: a fixed window of a minute, counted in Django's cache.

Every response to a key has the headers `RateLimit-Policy` and `RateLimit` of the IETF's draft
(draft-ietf-httpapi-ratelimit-headers-10): `q` calls are allowed in `w` seconds, and `r` calls are left for
the next `t` seconds. Beyond the limit the response is 429 with `Retry-After` (RFC 9110), in seconds. A batch
counts as one call.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lessons.counting import count
from quizzes.api.models import ApiKey
from quizzes.api.problems import ProblemError

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """The calls that a key has `left` of its `limit`, and the `seconds` until the window ends."""

    limit: int
    left: int
    seconds: int


def count_call(request: HttpRequest, key: ApiKey) -> None:
    """Count one more call of `key`, and set the `Rate` on the request. Raises `ProblemError`."""
    limit, now = settings.API["REQUESTS_PER_MINUTE"], int(time.time())
    name = f"api.calls:{key.pk}:{now // SECONDS}"
    calls = count(name, 2 * SECONDS)
    rate = Rate(limit, max(0, limit - calls), SECONDS - now % SECONDS)
    request.__dict__["rate"] = rate
    if calls > limit:
        reason = f"This key may call {limit} times a minute. Wait for {rate.seconds} s, or use batches."
        raise ProblemError("rate-limited", reason, retry_after=rate.seconds)


def add_rate_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add the headers of the rate limit to `response`, if the request came with a key."""
    rate: Rate | None = request.__dict__.get("rate")
    if rate:
        response.headers["RateLimit-Policy"] = f'"default";q={rate.limit};w={SECONDS}'
        response.headers["RateLimit"] = f'"default";r={rate.left};t={rate.seconds}'
    return response
