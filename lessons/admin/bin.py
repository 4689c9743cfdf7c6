"""The bin in the admin: deleting puts a lesson into it, and this page brings it back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from lessons.drafts.bin import RETENTION, in_bin, put_back, put_in_bin
from lessons.models import Lesson, Track
from lessons.numbers import number_in
from lessons.plugin import plugins

STAYS = (
    f"It goes into the bin for {RETENTION.days} days, with its answers, and can be brought back from there."
)


@require_http_methods(["GET", "POST"])
def bin_page(request: HttpRequest) -> HttpResponse:
    """The deleted lessons of the user's tracks. POST brings one back, as a draft."""
    if not request.user.has_perms(["lessons.change_lesson", "lessons.delete_lesson"]):
        raise PermissionDenied
    own = in_bin().filter(track__in=Track.objects.edited_by(request.user)).select_related("track")
    if request.method == "POST":
        found = get_object_or_404(own, pk=number_in(request.POST.get("lesson", "")) or 0)
        back = put_back(found)
        messages.success(request, f"“{back}” is back as a draft. Publish it when it should be public again.")
        return redirect("admin:lessons_lesson_change", back.pk)
    rows = [(lesson, lesson.binned_at + RETENTION if lesson.binned_at else None) for lesson in own]
    context: dict[str, Any] = {**admin.site.each_context(request), "title": "Deleted lessons", "rows": rows}
    return render(request, "lessons/admin/bin.html", context)


class BinAdminMixin:
    """Mixin for the ModelAdmin of lessons: deleting puts into the bin."""

    delete_confirmation_template = "lessons/admin/delete.html"

    def delete_model(self, request: HttpRequest, obj: Lesson) -> None:
        put_in_bin(obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """Lead to the bin, with Django's message."""
        response: HttpResponse = super().response_delete(request, obj_display, obj_id)  # type: ignore[misc]
        if Lesson.every.filter(pk=obj_id, binned_at__isnull=False).exists():
            link = '<a href="{}">Bring it back from the bin</a>, if you did not mean it.'
            messages.info(request, format_html(link, reverse("admin:lesson_bin")))
        return response

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for lesson in queryset:
            put_in_bin(lesson)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The words of the confirmation page. No right to dependent rows is needed: no row is deleted."""
        notes = [_deletion_note(row) for row in objs]
        return notes, {"lessons": len(notes)}, set(), []


def _deletion_note(lesson: Lesson) -> str:
    """What deleting does to a lesson, in words."""
    if lesson.draft_of_id:
        return f"“{lesson}”: this is a draft of it. It cannot be brought back; the lesson stays as it is."
    public = "" if lesson.is_draft else " It is public: learners no longer find it."
    answered = sum(plugin.answered(lesson) for plugin in plugins())
    by = f" {answered} learner{' has' if answered == 1 else 's have'} answered its quiz." if answered else ""
    has_draft = getattr(lesson, "own_draft", None) is not None  # fetched with the lesson
    draft = " Its draft stays, and can be published when the lesson is back." if has_draft else ""
    return f"“{lesson}”.{public}{by} {STAYS}{draft}"
