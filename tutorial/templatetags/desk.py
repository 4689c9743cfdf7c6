"""{% open_work as work %}: what waits for an instructor, for the front page of the admin."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest

from lessons.models import Lesson
from quizzes.regrading.waiting import lessons_with_waiting
from quizzes.reports.models import Report

register = template.Library()
SHOWN = 10
_REGRADES = "quizzes.change_question"


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Drafts with the latest change first, what the schedule has to tell, and open reports, oldest first.

    `regradings` are lessons with answers that wait for a decision on a mended key, and how many.

    Each has at most `SHOWN`; the counts are of all.
    """

    drafts: list[Lesson]
    drafts_count: int
    noted: list[Lesson]
    reports: list[Report]
    reports_count: int
    regradings: list[tuple[Lesson, int]]


@register.simple_tag(takes_context=True)
def open_work(context: dict[str, Any]) -> OpenWork | None:
    """Drafts and reports that wait for the user; None if the user may not change lessons."""
    request: HttpRequest = context["request"]
    if not request.user.has_perm("lessons.change_lesson"):
        return None
    own = Lesson.every.edited_by(request.user).select_related("track", "draft_of")
    drafts = own.filter(status=Lesson.Status.DRAFT).order_by("-changed_at")
    reports = Report.objects.none()
    if request.user.has_perm("quizzes.view_report"):
        reports = Report.objects.open().edited_by(request.user)
    rows = reports.select_related("question__lesson").order_by("created_at")
    noted = own.exclude(schedule_note="").order_by("-changed_at")
    return OpenWork(
        drafts=list(drafts[:SHOWN]),
        drafts_count=drafts.count(),
        noted=list(noted[:SHOWN]),
        reports=list(rows[:SHOWN]),
        reports_count=reports.count(),
        regradings=list(lessons_with_waiting(own)) if request.user.has_perm(_REGRADES) else [],
    )
