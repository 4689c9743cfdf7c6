"""The page on which an instructor compares, publishes, schedules, discards and undoes a draft."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import ValidationError
from reversion import create_revision, set_comment, set_user

from lessons.admin.access import lesson_to_change
from lessons.admin.differences import fields_of
from lessons.admin.places import place_of
from lessons.admin.publishing_messages import PUBLISHING_PAGE, ask_to_decide, notify_public
from lessons.admin.recent import log_action
from lessons.drafts.draft import IncompleteError, draft_of, publish_draft, start_draft, undo_publication
from lessons.drafts.versions import files_of
from lessons.folder.changes import Change, stored_files
from lessons.folder.validation import publish_findings, sentence
from lessons.models import Lesson
from lessons.plugin import Finding, plugins
from lessons.recorded import NO_RUN, contradicted, recorded_run, unproven
from lessons.ways import WAYS

_CHANGE = "admin:lessons_lesson_change"
IN_QUIZ = "Learners who are in the middle of its quiz finish it with the earlier questions."
NOT_VALID = "The earlier version cannot come back: what it needs, such as its lab, is no longer there."


class ScheduleForm(forms.Form):
    publish_at = forms.DateTimeField(
        label="Publish at (UTC)",
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "autocomplete": "off"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def clean_publish_at(self) -> datetime:
        when: datetime = self.cleaned_data["publish_at"]
        if when <= timezone.now():
            raise forms.ValidationError("Choose a time in the future.")
        return when


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the draft of a public lesson, and open it, or the question bank for it."""
    draft = start_draft(lesson_to_change(request, pk))
    return redirect("bank" if request.POST.get("next") == "bank" else _CHANGE, draft.pk)


@require_http_methods(["GET", "POST"])
def publishing(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing, what would change, and the buttons. POST does what its button says."""
    lesson = lesson_to_change(request, pk)
    form = ScheduleForm(request.POST if request.POST.get("do") == "schedule" else None)
    act = _ACTS.get(request.POST.get("do", ""))
    if request.method == "POST" and act:
        return act(request, lesson)
    in_bin = bool(lesson.draft_of and lesson.draft_of.binned_at)
    if form.is_valid() and not in_bin:
        when = form.cleaned_data["publish_at"]
        Lesson.every.filter(pk=lesson.pk).update(publish_at=when, schedule_note="")
        messages.success(request, "The draft is scheduled. Until then you can change it, or call it off.")
        return redirect(PUBLISHING_PAGE, pk)
    change = _change(lesson) if lesson.draft_of and not in_bin else None
    missing = [(sentence(finding), _mended_at(lesson, finding)) for finding in publish_findings(lesson)]
    context = {
        "lesson": lesson,
        "in_bin": in_bin,
        "missing": missing,
        "contradicted": [] if missing else [(words, place_of(key)) for key, words in contradicted(lesson)],
        "warnings": [] if missing else _warnings(lesson),
        "has_run": recorded_run(lesson) is not None,
        "change": change,
        "fields": fields_of(change) if change else [],
        "ways": WAYS.values(),
        "form": form,
        "own_draft": draft_of(lesson),
        "may_publish": lesson.is_draft and not missing and not in_bin,
        **_earlier(lesson),
        "title": f"{'Preview and publish' if lesson.is_draft else 'Publishing'}: {lesson}",
    }
    return render(request, "lessons/admin/publishing.html", {**admin.site.each_context(request), **context})


def _mended_at(lesson: Lesson, finding: Finding) -> str:
    """The address on which an instructor mends what is missing."""
    key, words = finding
    if words == NO_RUN:
        return reverse("desk_runs", args=[lesson.pk])
    return f"{reverse(_CHANGE, args=[lesson.pk])}#{place_of(key)}"


def _warnings(lesson: Lesson) -> list[tuple[str, str]]:
    """What to look at, in words, each with the id of the element that it is about."""
    whole = Lesson.every.with_sections().get(pk=lesson.pk)
    found = [finding for plugin in plugins() for finding in plugin.publish_warnings(whole)]
    findings = [(sentence(finding), place_of(finding[0])) for finding in found]
    return findings + [(words, place_of(key)) for key, words in unproven(whole)]


def _publish(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Publish a draft, or a lesson that was never public."""
    if lesson.draft_of_id is None:
        if publish_findings(lesson):
            return redirect(PUBLISHING_PAGE, lesson.pk)
        with create_revision():
            set_user(request.user)
            set_comment("Set to published.")
            lesson.status = Lesson.Status.PUBLISHED
            lesson.save(update_fields=["status", "changed_at"])
        log_action(request.user, lesson, "Published.")
        notify_public(request, "“{}” is now published.", lesson)
        return redirect(_CHANGE, lesson.pk)
    try:
        published = publish_draft(lesson, request.user)  # type: ignore[arg-type]
    except IncompleteError:
        return redirect(PUBLISHING_PAGE, lesson.pk)
    log_action(request.user, published, "Its draft was published.")
    notify_public(request, f"The draft of “{{}}” is now public. {IN_QUIZ}", published)
    ask_to_decide(request, published)
    return redirect(_CHANGE, published.pk)


def _call_off(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    Lesson.every.filter(pk=lesson.pk).update(publish_at=None)
    messages.success(request, "The draft is no longer scheduled.")
    return redirect(PUBLISHING_PAGE, lesson.pk)


def _discard(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    if lesson.draft_of_id is None:
        raise PermissionDenied
    assert lesson.draft_of
    Lesson.every.get(pk=lesson.pk).delete()
    messages.success(request, "The draft was discarded. Its lesson is as it was.")
    if lesson.draft_of.binned_at:
        return redirect("admin:lesson_bin")
    return redirect(_CHANGE, lesson.draft_of_id)


def _undo(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    try:
        undone = undo_publication(lesson, request.user)  # type: ignore[arg-type]
    except ValidationError:
        messages.error(request, NOT_VALID)
        return redirect(PUBLISHING_PAGE, lesson.pk)
    if undone is None:
        messages.error(request, "No earlier version of this lesson is kept.")
    else:
        words = (
            'The earlier version is public again. What was public before is in <a href="{}">the draft</a>.'
        )
        address = reverse(_CHANGE, args=[start_draft(lesson).pk])
        log_action(request.user, undone, "Its last publication was undone.")
        messages.success(request, format_html(words, address))
    return redirect(_CHANGE, lesson.pk)


def _seen(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    Lesson.every.filter(pk=lesson.pk).update(schedule_note="")
    return redirect(PUBLISHING_PAGE, lesson.pk)


_ACTS = {"publish": _publish, "call-off": _call_off, "seen": _seen, "discard": _discard, "undo": _undo}


def _earlier(lesson: Lesson) -> dict[str, Any]:
    """The version before the last publication, and what undoing that would change; both None without one."""
    version = None if lesson.is_draft else lesson.earlier_versions.first()
    if version is None:
        return {"earlier": None, "undoing": None}
    before = stored_files(Lesson.objects.with_sections().get(pk=lesson.pk))
    before.pop("its folder", None)
    try:
        after = files_of(lesson, version.content)
    except ValidationError:
        return {"earlier": version, "undoing": None}
    change = Change(str(lesson), lesson.track, lesson, is_lesson=True, before=before, after=after)
    return {"earlier": version, "undoing": change, "undoing_fields": fields_of(change)}


def _change(draft: Lesson) -> Change:
    """What publishing the draft would change, file by file. Nothing where it is not complete."""
    assert draft.draft_of_id
    lesson = Lesson.objects.with_sections().get(pk=draft.draft_of_id)
    before, after = stored_files(lesson), stored_files(draft, status="published")
    for files in (before, after):
        files.pop("its folder", None)
    return Change(str(lesson), lesson.track, lesson, is_lesson=True, before=before, after=after)
