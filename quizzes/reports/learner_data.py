"""The reports of a learner, moved into an account and handed out."""

from typing import Any

from lessons.models import Learner
from quizzes.models import Report


def merge_reports(guest: Learner, own: Learner) -> None:
    """All reports move, unless the account has an open one of the same question: that one stands."""
    twice = Report.objects.open().filter(
        learner=guest, question__in=Report.objects.open().filter(learner=own).values("question")
    )
    Report.objects.filter(learner=guest).exclude(pk__in=twice.values("pk")).update(learner=own)


def reports_of(learner: Learner) -> list[dict[str, Any]]:
    """Every report, with what came of it."""
    reports = Report.objects.filter(learner=learner).select_related("question__lesson__track")
    return [
        {
            "lesson": f"{each.question.lesson.track.slug}/{each.question.lesson.slug}",
            "question": each.question.key,
            "reason": each.reason,
            "text": each.text,
            "state": each.state,
            "note": each.note,
            "created_at": each.created_at,
        }
        for each in reports.order_by("created_at")
    ]
