"""How many reports one address may send: who drops the cookie is a new learner each time."""

from django.core.cache import cache
from django.http import HttpRequest

MAX_REPORTS = 60
"""An hour, from one address. A whole class often has one."""
_HOUR = 3600


def may_report(request: HttpRequest) -> bool:
    """Count one more report from this address; False where there have been too many."""
    key = f"reports.sent:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, _HOUR)
    return cache.incr(key) <= MAX_REPORTS
