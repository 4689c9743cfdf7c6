"""Who may do what at the desk: an instructor with the own tracks, an editor with all.

Django's permissions say what somebody may do at all (`tutorial.roles` gives them to the groups); these say
to which tracks and lessons.
"""

from typing import Any

from django.http import HttpRequest

from lessons.models import Lesson, Track


def works_on(request: HttpRequest, row: Lesson | Track) -> bool:
    """Whether the row, as the database holds it, is one that this user works on."""
    rows = Lesson.objects if isinstance(row, Lesson) else Track.objects
    return rows.edited_by(request.user).filter(pk=row.pk).exists()


class OwnTracks:
    """For a ModelAdmin of lessons or tracks: what is not one's own is not there."""

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).edited_by(request.user)  # type: ignore[misc]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and _may(request, obj)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may(request, obj)  # type: ignore[misc]


def _may(request: HttpRequest, row: Lesson | Track | None) -> bool:
    return row is None or works_on(request, row)
