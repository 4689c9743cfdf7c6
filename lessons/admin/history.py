"""The history of lessons in the admin. A revision is reverted as a whole, or not at all."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.timezone import localtime
from reversion.admin import VersionAdmin
from reversion.errors import RevertError
from reversion.models import Version
from reversion.utils import mute_signals

from lessons.admin.differences import StoredVersion, difference, fields_of, in_words, version_of
from lessons.admin.reverting import ROWS_OF_SECTIONS, RowsOf, revert
from lessons.admin.settling import settle
from lessons.folder.validation import publish_blockers
from lessons.models import Lesson
from lessons.numbers import LARGEST, number_in
from lessons.recorded import contradicted
from lessons.rendering import cached_per_version

_PAGE = "lessons/admin/revision.html"
_OF_ROWS = (pre_save, post_save, pre_delete, post_delete, m2m_changed)
_RECOVERING = {"lessons_lesson_recoverlist", "lessons_lesson_recover"}


class LessonHistory(VersionAdmin):  # type: ignore[misc]  # it has no types
    """reversion checks permissions for the reverted rows; this checks them for the current rows."""

    reverted_rows: Mapping[type[Model], RowsOf] = ROWS_OF_SECTIONS
    """{model: its rows of a lesson} that a revert restores. An admin that shows further rows adds them."""
    history_latest_first = True
    object_history_template = "lessons/admin/history.html"

    def get_urls(self) -> list[Any]:
        """Leave out the pages of reversion that recover deleted rows: lessons come back from the bin."""
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
        """Show what going back to a version would change. POST goes back to it, as a whole."""
        lessons = Version.objects.filter(content_type=ContentType.objects.get_for_model(Lesson))
        lesson, number = _number(unquote(object_id)), _number(version_id)
        version = get_object_or_404(lessons.select_related("revision"), pk=number, object_id=lesson)
        touched = set(lessons.filter(revision=version.revision_id).values_list("object_id", flat=True))
        own = Lesson.every.edited_by(request.user).filter(pk__in=touched)
        if own.count() < len(touched) or not self.has_change_permission(request):
            raise PermissionDenied
        before = _version_before(lesson)
        try:
            if request.method == "POST":
                self._go_back(request, version, before)
                return redirect("admin:lessons_lesson_change", lesson)
            return self._difference_page(request, version, before)
        except (RevertError, ProtectedError) as error:
            messages.error(request, str(error))
            return redirect("admin:lessons_lesson_history", lesson)

    def _difference_page(self, request: HttpRequest, version: Version, before: StoredVersion) -> HttpResponse:
        """The page is drawn while the database holds the earlier version, which is then rolled back."""
        with transaction.atomic(), mute_signals(*_OF_ROWS):
            now = Lesson.every.get(pk=version.object_id)
            then = self._reverted(version)
            found = difference(then, before)
            missing = [] if now.is_draft else publish_blockers(then)
            transaction.set_rollback(True)
            context = {
                "lesson": now,
                "made": version.revision.date_created,
                "missing": missing,
                "difference": found,
                "fields": fields_of(found),
                "title": f"An earlier version: {now}",
            }
            return render(request, _PAGE, {**self.admin_site.each_context(request), **context})

    def _reverted(self, version: Version) -> Lesson:
        """The lesson after going back to `version`. Whether it is public stays as it is now."""
        row = Lesson.every.filter(pk=version.object_id)
        status = row.get().status
        revert(version.revision, self.reverted_rows)
        row.update(status=status)
        return Lesson.every.with_sections().get(pk=version.object_id)

    @transaction.atomic
    def _go_back(self, request: HttpRequest, version: Version, before: StoredVersion) -> None:
        """Revert, and say to the user and in the history what that has changed."""
        row = self._reverted(version)
        with self.create_revision(request):
            row.save()
            found = difference(Lesson.every.with_sections().get(pk=row.pk), before)
            places = in_words(found)
            changed = f"It changed: {places}." if places else "It changed nothing."
            made = localize(localtime(version.revision.date_created))
            self.log_change(request, row, f"Went back to the version of {made}. {changed}")
            messages.success(request, f"“{row}” is as it was on {made}. {changed}")
            settle(request, row)
        if contradicted(Lesson.every.with_sections().get(pk=row.pk)):
            message = 'The recorded run belongs to another version: <a href="{}">record it again</a>.'
            messages.warning(request, format_html(message, reverse("desk_runs", args=[row.pk])))


def _version_before(pk: int) -> StoredVersion:
    """The lesson as it is stored, kept for its version."""

    def made() -> StoredVersion:
        return version_of(Lesson.every.with_sections().get(pk=pk))

    return cached_per_version(Lesson.every.get(pk=pk), "admin.version", made)


def _number(text: str) -> int:
    """The id in an address. Raises `Http404` if no row can have it: reversion would query with any text."""
    number = number_in(text)
    if number is None or number >= LARGEST:
        raise Http404
    return number
