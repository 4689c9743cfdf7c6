"""Tracks in the admin, and the instructors who work on their lessons."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from lessons.admin.access import OwnTracks
from lessons.admin.download import zip_of
from lessons.admin.paths import learners, path_of_learner
from lessons.models import Lesson, Track
from lessons.models.track import edits_every_track


class TrackForm(forms.ModelForm):  # type: ignore[type-arg]
    """The fields of a track. Without a number it is the last of the tracks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number := self.fields.get("number"):
            number.required = False
            number.help_text = "The place of the track among the tracks. Leave it empty to put it last."
        if slug := self.fields.get("slug"):
            slug.help_text = "Its part of the address: /learn/<b>slug</b>/. It is made from the title."
        if not self.instance.pk:
            self.initial["number"] = None

    def clean_number(self) -> int:
        number: int | None = self.cleaned_data["number"]
        last: int | None = Track.objects.aggregate(last=Max("number"))["last"]
        return (last or 0) + 1 if number is None else number


class TrackAdmin(OwnTracks, admin.ModelAdmin):  # type: ignore[type-arg]
    form = TrackForm
    fields = ["title", "slug", "number", "summary", "instructors", "shows_paths"]
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
