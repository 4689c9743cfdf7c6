"""Limits the reports of one network: a visitor who drops the cookie is a new learner each time."""

from django.http import HttpRequest

from lessons.network_limits import is_within

MAX_REPORTS = 60
"""Reports an hour from one network, which is often that of a whole class."""


def may_report(request: HttpRequest) -> bool:
    """Count one more report from this network; False where that is more than `MAX_REPORTS` in an hour."""
    return is_within(request, "reports.sent", limit=MAX_REPORTS, seconds=3600)
