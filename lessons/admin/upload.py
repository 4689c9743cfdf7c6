"""Upload a zip of lesson folders: look at what it would change, then apply it or not.

The zip waits in the database for its user (`Upload`). What is applied is what was looked at: the page posts
the fingerprint of the changes that it showed.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lessons.admin.access import works_on
from lessons.folder.archive import MAX_PACKED_BYTES, read_archive
from lessons.folder.changes import Change, changes, fingerprint
from lessons.folder.faults import Fault, FolderError
from lessons.folder.from_rows import existing_lessons, track_content
from lessons.folder.load import load_upload
from lessons.folder.read import ReadTrack
from lessons.folder.write import track_file
from lessons.models import Track, Upload

_LIST = "admin:lessons_lesson_changelist"


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Zip",
        help_text="Whole track folders, or only lesson folders. At most 10 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
    track = forms.ModelChoiceField(
        Track.objects.none(),
        required=False,
        help_text="Choose a track if the zip holds only lesson folders. They are added to it.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_PACKED_BYTES:
            raise forms.ValidationError("This file is larger than 10 MB. Nothing was changed.")
        return file


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a zip. A zip with faults is not stored, and the page lists all of them."""
    _those_who_write_only(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    tracks = form.fields["track"]
    assert isinstance(tracks, forms.ModelChoiceField)
    tracks.queryset = Track.objects.edited_by(request.user)
    faults: list[Fault] = []
    if form.is_valid():
        content, track = form.cleaned_data["file"].read(), form.cleaned_data["track"]
        try:
            _read(content, track)
        except FolderError as error:
            faults = error.faults
        else:
            Upload.objects.store(request.user, content, track)  # type: ignore[arg-type]
            return redirect("admin:lesson_upload_preview")
    return _page(request, "lessons/admin/upload.html", "Upload lessons", form=form, faults=faults)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """What the stored zip would change. POST applies or discards it."""
    _those_who_write_only(request)
    stored = Upload.objects.fresh().filter(user=request.user.pk).first()
    if stored is None:
        messages.error(
            request, ("There is no upload to apply. An upload is kept for an hour. Upload the zip again.")
        )
        return redirect("admin:lesson_upload")
    if request.POST.get("do") == "refuse":
        stored.delete()
        messages.info(request, "The upload was discarded. Nothing was changed.")
        return redirect(_LIST)
    return _decide(request, stored)


def _decide(request: HttpRequest, stored: Upload) -> HttpResponse:
    try:
        tracks = _read(bytes(stored.content), stored.track)
    except FolderError as error:  # it had no faults when it was uploaded; a lab may be gone since
        form = UploadForm()
        return _page(request, "lessons/admin/upload.html", "Upload lessons", form=form, faults=error.faults)
    found = changes(tracks)
    shown = fingerprint(found)
    refused = {change.name: why for change in found if (why := _refusal(request, change))}
    if request.method == "POST" and not refused:
        if request.POST.get("fingerprint") == shown:
            return _apply(request, stored, tracks)
        messages.warning(
            request, ("The lessons have changed since you opened this page. It now shows the current state.")
        )
    rows = [{"change": change, "refused": refused.get(change.name)} for change in found]
    anything = any(change.kind != "equal" for change in found)
    return _page(
        request,
        "lessons/admin/upload_preview.html",
        "What the upload would change",
        rows=rows,
        fingerprint=shown,
        can_apply=anything and not refused,
        anything=anything,
        is_public=any(each.kind == "changed" and each.lesson and not each.lesson.is_draft for each in found),
    )


def _apply(request: HttpRequest, stored: Upload, tracks: list[ReadTrack]) -> HttpResponse:
    done = [outcome for outcome in load_upload(tracks, request.user) if outcome.done != "unchanged"]  # type: ignore[arg-type]
    stored.delete()
    names = "; ".join(f"{outcome.name} {outcome.done}" for outcome in done)
    messages.success(request, f"The upload was applied: {names or 'a recorded run was replaced'}.")
    return redirect(_LIST)


def _read(content: bytes, track: Track | None) -> list[ReadTrack]:
    if track is None:
        return read_archive(content, existing=existing_lessons)
    toml = track_file(track_content(track))
    return read_archive(content, track=track.slug, track_toml=toml, existing=existing_lessons)


def _refusal(request: HttpRequest, change: Change) -> str:
    """The reason why this user may not make this change; empty if the user may."""
    if change.track is None:
        may = request.user.has_perm("lessons.add_track")
        return "" if may else "this is a new track: ask an editor to make it"
    if not works_on(request, change.track):
        return "the track is not one of yours"
    action = "add" if change.kind == "new" else "change"
    what = "lesson" if change.is_lesson else "track"
    if change.kind == "equal" or request.user.has_perm(f"lessons.{action}_{what}"):
        return ""
    return f"you have no right to {action} a {what}"


def _those_who_write_only(request: HttpRequest) -> None:
    if not request.user.has_perms(["lessons.add_lesson", "lessons.change_lesson"]):
        raise PermissionDenied


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), "title": title, **context})
