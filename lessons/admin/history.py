"""The history of lessons in the admin. A revision is reverted as a whole, or not at all."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from reversion.admin import VersionAdmin
from reversion.models import Version

from lessons.admin.differences import difference, fields_of, files_of, in_words
from lessons.models import Lesson
from lessons.numbers import LARGEST, number_in
from lessons.recorded import contradicted
from lessons.rendering import cached_per_version

_RECOVERING = {"lessons_lesson_recoverlist", "lessons_lesson_recover"}


class LessonHistory(VersionAdmin):  # type: ignore[misc]  # it has no types
    """reversion checks permissions for the reverted rows; this checks them for the current rows."""

    history_latest_first = True
    object_history_template = "lessons/admin/history.html"
    revision_form_template = "lessons/admin/revision.html"

    def get_urls(self) -> list[Any]:
        """Without the pages of reversion that recover deleted rows: lessons come back from the bin."""
        return [page for page in super().get_urls() if page.name not in _RECOVERING]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Run actions outside of reversion's one revision, which would revert all lessons of it together."""
        context = {"has_change_permission": self.has_change_permission(request)}
        return ModelAdmin.changelist_view(self, request, context | (extra_context or {}))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        _number(unquote(object_id))
        response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response

    def revision_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        lessons = Version.objects.filter(content_type=ContentType.objects.get_for_model(Lesson))
        lesson, number = _number(unquote(object_id)), _number(version_id)
        version = get_object_or_404(lessons, pk=number, object_id=lesson)
        touched = set(lessons.filter(revision=version.revision_id).values_list("object_id", flat=True))
        own = Lesson.every.edited_by(request.user).filter(pk__in=touched)
        if own.count() < len(touched):
            raise PermissionDenied
        request._files_before = _files_before(lesson)  # type: ignore[attr-defined]
        response: HttpResponse = super().revision_view(request, object_id, version_id, extra_context)
        if request.method == "POST" and response.status_code == 302:
            _tell_reverted(request, lesson)
        return response

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """An earlier version with its difference from now: while it is drawn, the database holds it."""
        before, lesson = getattr(request, "_files_before", None), options.get("obj")
        if before is not None and lesson and request.method == "GET":
            context["difference"] = found = difference(lesson, before)
            context["fields"] = fields_of(found)
        return super().render_change_form(request, context, *args, **options)


def _files_before(pk: int) -> dict[str, str]:
    """The files of the lesson as it is stored, kept for its version."""

    def made() -> dict[str, str]:
        return files_of(Lesson.every.with_sections().get(pk=pk))

    return cached_per_version(Lesson.every.get(pk=pk), "admin.files", made)


def _tell_reverted(request: HttpRequest, lesson: int) -> None:
    """Say what the revert has changed, to the user and in the history."""
    reverted = Lesson.every.with_sections().get(pk=lesson)
    changed = difference(reverted, request._files_before)  # type: ignore[attr-defined]
    said = f"It changed: {in_words(changed)}." if changed.files else "It changed nothing."
    messages.info(request, said)
    if contradicted(reverted):
        told = 'The recorded run belongs to the version before: <a href="{}">record it again</a>.'
        messages.warning(request, format_html(told, reverse("desk_runs", args=[lesson])))
    newest = Version.objects.get_for_object_reference(Lesson, lesson).select_related("revision").first()
    if newest:
        newest.revision.comment = f"{newest.revision.comment} {said}"
        newest.revision.save(update_fields=["comment"])


def _number(text: str) -> int:
    """The id that stands in an address. Raises `Http404` where no row can have it; reversion asks for any."""
    number = number_in(text)
    if number is None or number >= LARGEST:
        raise Http404
    return number
