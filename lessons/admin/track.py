"""Tracks in the admin, and the instructors who work on their lessons."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from lessons.admin.access import OwnTracks
from lessons.admin.download import zip_of
from lessons.admin.paths import learners, path_of_learner
from lessons.models import Lesson, Track
from lessons.models.lesson import edits_every_track


class TrackAdmin(OwnTracks, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "number", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    filter_horizontal = ["instructors"]
    actions = ["download"]
    change_form_template = "lessons/admin/track_change.html"
    change_list_template = "lessons/admin/list_with_upload.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Track | None = None) -> list[str]:
        """Instructors of a track cannot change its slug, its instructors, or what they see of learners."""
        return [] if edits_every_track(request.user) else ["slug", "instructors", "shows_paths"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Track | None = None) -> Any:
        return self.prepopulated_fields if edits_every_track(request.user) else {}

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/learners/", view(learners), name="track_learners"),
            path("<int:pk>/learners/<uuid:learner>/", view(path_of_learner), name="track_learner"),
        ]
        return [*own, *super().get_urls()]

    @admin.action(description="Download as zip", permissions=["view"])
    def download(self, request: HttpRequest, queryset: QuerySet[Track]) -> HttpResponse:
        return zip_of(Lesson.objects.edited_by(request.user).filter(track__in=queryset), queryset)
