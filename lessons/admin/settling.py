"""What follows a change of a lesson that is stored."""

from django.http import HttpRequest

from lessons.admin.lesson_actions import report
from lessons.admin.publishing_messages import ask_to_decide, notify_contradicted
from lessons.folder.validation import publish_blockers
from lessons.models import Lesson


def settle(request: HttpRequest, row: Lesson) -> None:
    """Make a public lesson that is not complete a draft, with `row`. Tell the instructor what to decide."""
    lesson = Lesson.every.with_sections().get(pk=row.pk)
    if lesson.is_draft:
        return
    if problems := publish_blockers(lesson):
        row.status = Lesson.Status.DRAFT
        row.save(update_fields=["status", "changed_at"])
        report(request, lesson, "was saved as a draft: it cannot be published yet", problems)
        return
    ask_to_decide(request, lesson)
    notify_contradicted(request, lesson)
