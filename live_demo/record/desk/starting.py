"""The short way to a new lesson: a title and a lab; a run writes its rows."""

from itertools import count, islice
from typing import Any

import reversion
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from lessons.admin.labs import lab_choices, labs_help
from lessons.admin.recent import log_action
from lessons.models import Lesson, Track
from live_demo.record.desk.desk_runs import BusyError, start
from live_demo.record.desk.models import DeskRun

MAX_MESSAGES = 20
BUSY = "The lesson is there. Another lesson is being run right now: write the rows from a run in a minute."


class StartForm(forms.Form):
    track = forms.ModelChoiceField(Track.objects.none(), empty_label="Choose one")
    title = forms.CharField(max_length=120)
    lab = forms.ChoiceField()
    messages = forms.CharField(
        label="What the browser sends",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "literal", "spellcheck": "false"}),
        help_text="One message a line. The next one is sent when the consumer has answered, if it answers. "
        "Empty: as in the first lesson that has this lab. You can change the script later.",
    )

    def __init__(self, user: User | AnonymousUser, *args: Any) -> None:
        super().__init__(*args)
        tracks = Track.objects.edited_by(user)
        self.fields["track"].queryset = tracks  # type: ignore[attr-defined]
        self.initial["track"] = tracks.first() if tracks.count() == 1 else None
        lab: Any = self.fields["lab"]
        lab.choices, lab.help_text = [("", "Choose one"), *lab_choices()], labs_help()

    def clean_messages(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["messages"].splitlines() if line.strip()]
        if len(lines) > MAX_MESSAGES:
            raise forms.ValidationError(f"Send {MAX_MESSAGES} messages at most.")
        return lines


@require_http_methods(["GET", "POST"])
def start_from_lab(request: HttpRequest) -> HttpResponse:
    """Show the form. POST makes the draft, and starts the run that writes its rows."""
    if not request.user.has_perms(["lessons.add_lesson", "lessons.change_lesson"]):
        raise PermissionDenied
    form = StartForm(request.user, request.POST or None)
    if form.is_valid():
        lesson = _made(form.cleaned_data, request.user)  # type: ignore[arg-type]
        try:
            start(lesson, DeskRun.Purpose.FILL, request.user)  # type: ignore[arg-type]
        except BusyError:
            messages.warning(request, BUSY)
        return redirect("desk_runs", lesson.pk)
    context = {**admin.site.each_context(request), "form": form, "title": "Start a lesson from a lab"}
    return render(request, "live_demo/start_from_lab.html", context, status=400 if form.errors else 200)


@transaction.atomic
def _made(wanted: dict[str, Any], user: User) -> Lesson:
    """A new draft at the end of its track."""
    track = Track.objects.select_for_update().get(pk=wanted["track"].pk)
    last = Lesson.every.filter(track=track, draft_of=None).aggregate(last=Max("number"))["last"]
    with reversion.create_revision():
        reversion.set_user(user)
        reversion.set_comment("Started from a lab.")
        lesson = Lesson(track=track, slug=_free_slug(track, wanted["title"]), number=(last or 0) + 1)
        lesson.title, lesson.lab = wanted["title"], wanted["lab"]
        _give_script(lesson, wanted["messages"])
        lesson.save()
        lesson.authors.add(user)
    log_action(user, lesson, "Started from a lab.", is_new=True)
    return lesson


def _give_script(lesson: Lesson, texts: list[str]) -> None:
    """Send these messages, or do what the first public lesson with this lab does.

    What is awaited between the messages, the run finds out that writes the rows.
    """
    first = Lesson.objects.published().filter(lab=lesson.lab).order_by("track__number", "number").first()
    if texts:
        lesson.script = [*_connects(first), *({"do": "send", "text": text} for text in texts)]
        lesson.sample_message = texts[0][:80]
    elif first:
        lesson.script, lesson.sample_message = first.script, first.sample_message


def _connects(first: Lesson | None) -> list[dict[str, Any]]:
    """How the first browser connects in the lesson `first`: a lab may need a path."""
    rows = first.script if first else []
    own = (row for row in rows if row["do"] == "connect" and row.get("client", 1) == 1)
    return [row for row in islice(own, 1) if not row.get("refused")]


def _free_slug(track: Track, title: str) -> str:
    taken = set(Lesson.every.filter(track=track).values_list("slug", flat=True))
    stem = slugify(title)[:40].strip("-") or "lesson"
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)
