"""What is done with the lessons that are selected in their list."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from reversion import create_revision, set_comment, set_user

from lessons.admin.download import zip_of
from lessons.admin.publishing_messages import notify_contradicted, notify_withdrawn
from lessons.admin.withdrawing import withdrawal_page
from lessons.drafts import copying
from lessons.folder.validation import publish_blockers
from lessons.models import Lesson, Track


@admin.action(description="Publish", permissions=["change"])
def publish(model_admin: Any, request: HttpRequest, queryset: QuerySet[Lesson]) -> None:
    for lesson in Lesson.objects.with_sections().filter(pk__in=queryset):
        if problems := publish_blockers(lesson):
            report(request, lesson, "cannot be published yet", problems)
        else:
            _set_status(request, lesson, Lesson.Status.PUBLISHED)
            notify_contradicted(request, lesson)


@admin.action(description="Unpublish: make it a draft", permissions=["change"])
def unpublish(model_admin: Any, request: HttpRequest, queryset: QuerySet[Lesson]) -> HttpResponse | None:
    """Make drafts of the selected lessons, after a page that asks."""
    if asked := withdrawal_page(request, queryset):
        return asked
    for lesson in queryset:
        was_public = not lesson.is_draft
        _set_status(request, lesson, Lesson.Status.DRAFT)
        if was_public:
            notify_withdrawn(request, lesson)
    return None


@admin.action(description="Duplicate as a draft", permissions=["change", "add"])
def duplicate(model_admin: Any, request: HttpRequest, queryset: QuerySet[Lesson]) -> None:
    for lesson in queryset:
        with create_revision():
            set_user(request.user)
            set_comment(f"Copied from “{lesson}”.")
            made = copying.duplicate(lesson)
        made.authors.add(request.user)  # type: ignore[arg-type]
        messages.info(request, f"“{made}” is a draft now, and the last lesson of its track.")


@admin.action(description="Download as zip", permissions=["view"])
def download(model_admin: Any, request: HttpRequest, queryset: QuerySet[Lesson]) -> HttpResponse:
    return zip_of(queryset, Track.objects.filter(lessons__in=queryset).distinct())


def report(request: HttpRequest, lesson: Lesson, what: str, problems: list[str]) -> None:
    """Tell the user of `problems` that keep the lesson from something: `what` says from what."""
    messages.error(request, f"“{lesson}” {what}. {'; '.join(problems)}.")


def _set_status(request: HttpRequest, lesson: Lesson, status: Lesson.Status) -> None:
    with create_revision():
        set_user(request.user)
        set_comment(f"Set to {status}.")
        lesson.status = status
        lesson.save(update_fields=["status", "changed_at"])
    messages.info(request, f"“{lesson}” is now {'a draft' if lesson.is_draft else 'published'}.")
