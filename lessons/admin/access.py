"""Permissions in the admin: an instructor works on assigned tracks, an editor on all tracks.

Django's permissions say what somebody may do at all (`tutorial.roles` gives them to the groups); these say
to which tracks and lessons.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from lessons.models import Lesson, Track


def works_on(request: HttpRequest, row: Lesson | Track) -> bool:
    """Whether this user works on the row, judged by what the database holds and not by the form."""
    rows = Lesson.every if isinstance(row, Lesson) else Track.objects
    return rows.edited_by(request.user).filter(pk=row.pk).exists()


def lesson_to_change(request: HttpRequest, pk: int) -> Lesson:
    """A lesson or draft that this user may change. Raises `PermissionDenied` or `Http404`."""
    if not request.user.has_perm("lessons.change_lesson"):
        raise PermissionDenied
    return get_object_or_404(Lesson.every.edited_by(request.user).with_sections(), pk=pk)


class OwnTracks:
    """Mixin for a ModelAdmin of lessons or tracks: rows that the user does not work on give 404."""

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).edited_by(request.user)  # type: ignore[misc]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and _may(request, obj)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may(request, obj)  # type: ignore[misc]


def _may(request: HttpRequest, row: Lesson | Track | None) -> bool:
    """The result of `works_on`, cached for a GET request: the admin asks ten times for each row."""
    if row is None or request.method != "GET":
        return row is None or works_on(request, row)
    known: dict[Any, bool] = request.__dict__.setdefault("_works_on", {})
    key = (type(row), row.pk)
    if key not in known:
        known[key] = works_on(request, row)
    return known[key]
