"""The pictures of a lesson at the desk: upload one with its description, and write it into a text."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from lessons.admin.access import lesson_to_change
from lessons.admin.differences import data_of
from lessons.models import Lesson, Picture
from lessons.nested_texts import nested_texts
from lessons.pictures.decode import DecodedPicture, decode
from lessons.pictures.described import descriptions_in
from lessons.pictures.errors import PictureError
from lessons.stored_pictures.quota import MAX_BYTES, MAX_PICTURES, add_to

_SPECIAL = re.compile(r"[\\\[\]`*_<>]")


class PictureForm(forms.Form):
    file = forms.FileField(
        label="Picture",
        help_text="PNG, JPEG, WebP or GIF, at most 3 MB. Beyond 1600 pixels it is made smaller.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        error_messages={"required": "Choose a file."},
    )
    alt = forms.CharField(
        label="Description",
        max_length=300,
        help_text="What learners need of the picture. Those who cannot see it get this instead.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": "Say what learners need of the picture."},
    )

    def clean_file(self) -> DecodedPicture:
        file = self.cleaned_data["file"]
        try:
            return decode(file.name, file.read())
        except PictureError as error:
            raise forms.ValidationError(f"'{file.name}' is refused: {error}.") from error


@require_http_methods(["GET", "POST"])
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """The list. POST uploads a picture or takes one off the list. A script gets Markdown or the reason."""
    lesson = lesson_to_change(request, pk)
    if request.method == "POST" and (digest := request.POST.get("remove")):
        lesson.pictures.remove(*lesson.pictures.filter(digest=digest))
        return redirect("admin:lesson_pictures", pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    written = _stored(lesson, form) if form.is_valid() else ""
    if request.headers.get("Accept") == "text/markdown":
        return _for_script(form, written)
    if written:
        message = "The picture is stored. Write this where learners should see it: <code>{}</code>"
        messages.success(request, format_html(message, written))
        return redirect("admin:lesson_pictures", pk)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "lesson": lesson,
        "form": form,
        "rows": _with_descriptions(lesson),
        "most": f"{MAX_PICTURES} pictures, of {MAX_BYTES // 1024 // 1024} MB together",
        "title": f"Pictures: {lesson}",
    }
    return render(request, "lessons/admin/pictures.html", context)


def _with_descriptions(lesson: Lesson) -> list[tuple[Picture, str]]:
    """The pictures of the lesson, each with the description that its texts give it, the newest first."""
    whole = Lesson.every.with_sections().get(pk=lesson.pk)
    known = descriptions_in("\n".join(nested_texts(data_of(whole))))
    rows = lesson.pictures.defer("content").order_by("-made_at")
    return [(row, known.get(str(row.address), "what learners need of it")) for row in rows]


def _stored(lesson: Lesson, form: PictureForm) -> str:
    """The Markdown of the picture, which is stored now. Empty where the form has got an error instead."""
    decoded: DecodedPicture = form.cleaned_data["file"]
    try:
        with transaction.atomic():
            add_to(Lesson.every.select_for_update().get(pk=lesson.pk), [decoded])
    except PictureError as error:
        form.add_error("file", f"It is not stored: {error}.")
        return ""
    alt = _SPECIAL.sub(r"\\\g<0>", " ".join(form.cleaned_data["alt"].split()))
    return f"![{alt}]({decoded.address})"


def _for_script(form: PictureForm, written: str) -> HttpResponse:
    if written:
        return HttpResponse(written, "text/markdown; charset=utf-8")
    reasons = " ".join(reason for errors in form.errors.values() for reason in map(str, errors))
    return HttpResponse(reasons, "text/plain; charset=utf-8")
