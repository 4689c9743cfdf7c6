"""The reports of a learner: merged into an account, and exported with the learner's own data."""

from typing import Any

from lessons.models import Learner
from lessons.plugin import MAX_HISTORY, HistoryEntry
from quizzes.reports.models import Report


def merge_reports(guest: Learner, own: Learner) -> None:
    """Give the reports of `guest` to `own`, except those of which `own` has an open twin."""
    twice = Report.objects.open().filter(
        learner=guest, question__in=Report.objects.open().filter(learner=own).values("question")
    )
    Report.objects.filter(learner=guest).exclude(pk__in=twice.values("pk")).update(learner=own)


def latest_reports(learner: Learner) -> list[HistoryEntry]:
    """What became of the latest reports, with the instructors' notes."""
    rows = Report.objects.filter(learner=learner).select_related("question__lesson__track")
    return [
        HistoryEntry(
            address=f"{each.question.lesson.get_absolute_url()}quiz/#question-{each.question.key}",
            title=f"{each.question.lesson}, {each.question}",
            at=each.created_at,
            outcome=f"{each.get_state_display()}. {each.note}".strip(),
        )
        for each in rows.order_by("-created_at")[:MAX_HISTORY]
    ]


def reports_of(learner: Learner) -> list[dict[str, Any]]:
    """Every report, with its state and the instructors' note."""
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
