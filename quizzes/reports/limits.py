"""Limit the reports from one IP address. A visitor who deletes the cookie is a new learner each time."""

from django.core.cache import cache
from django.http import HttpRequest

MAX_REPORTS = 60
"""Reports an hour from one address. A whole class often shares an address."""
_HOUR = 3600


def may_report(request: HttpRequest) -> bool:
    """Count one more report from this address. False if there are too many."""
    key = f"reports.sent:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, _HOUR)
    return cache.incr(key) <= MAX_REPORTS
