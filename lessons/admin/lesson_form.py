"""The fields of a lesson at the desk, with its tracker as a grid; what is checked before it is saved."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html

from lessons.admin.labs import lab_choices, labs_help
from lessons.admin.posted import places_in
from lessons.admin.row_form import allow_gaps, is_draft
from lessons.admin.row_moves import Moves
from lessons.admin.script.field import ScriptField
from lessons.admin.tracker import TrackerField
from lessons.admin.withdrawing import question_about
from lessons.folder.fields import MAX_MINUTES
from lessons.folder.from_rows import tracker_content
from lessons.folder.schema import TrackerContent
from lessons.labs import known_what_ifs
from lessons.models import Lesson, Track
from lessons.stages import PATH

MAX_LESSON = 400_000
"""Characters of a lesson with its quiz: fifty questions of a thousand words each have fewer."""
TOO_LONG = "This lesson has {:,} characters. The limit is {:,}. Make two lessons of it."
CHANGED_MEANWHILE = (
    'Somebody has changed this lesson since you opened it. <a href="{}" target="_blank">History</a> (a new '
    "tab) shows the changes. Yours are still in this form and are not saved yet. Save again to replace "
    "theirs with yours. Rows that they have added stay, after yours. Rows that they have deleted come back, "
    "if you leave them in this form."
)

ONCE_MORE = "Save again if you mean it. To change it while learners see it, edit it as a draft."


class LessonForm(forms.ModelForm):  # type: ignore[type-arg]
    """The fields of the lesson itself, and its tracker."""

    tracker = TrackerField(
        label="Variable tracker",
        help_text="Values as Python writes them: None, 'Open', ['hello']. To add a moment or a variable, "
        "fill the empty column or row, and save: there is another empty one then. To remove one, clear its "
        "title or name. Learners fill in a variable with “predict: blank” in Predict.",
    )

    marks = forms.MultipleChoiceField(
        label="In the picture",
        required=False,
        choices=[(name, part.title) for name, part in PATH.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="The parts of the track's picture that the lesson is about.",
    )
    what_ifs = forms.MultipleChoiceField(
        label="What-ifs of other labs",
        required=False,
        choices=lambda: [(name, f"{name}: {title}") for name, title in known_what_ifs().items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="What-ifs about the subject of this lesson. Its live demo links to them. They run in the "
        "lesson that has their lab.",
    )
    script = ScriptField(
        label="Script of the recorded run",
        required=False,
        help_text="What the browser's side does, in order. Client 1 connects by itself unless a step says "
        "how. No step at all: it sends the message, awaits one reply, and closes with 1000.",
    )

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)
    withdrawn = forms.CharField(required=False, widget=forms.HiddenInput)
    """Filled once the instructor was asked whether learners should no longer see the lesson."""

    moves: Moves = {}
    """The old and new numbers of the lesson's rows in this POST."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labs = [("", "Choose one"), *lab_choices()]
        self.fields["lab"] = forms.ChoiceField(choices=labs, help_text=labs_help())
        self.fields["slug"].help_text = "The end of its address. It is made from the title."
        self.fields["number"].required = False
        self.fields["number"].help_text = "Leave it empty to put the lesson last in its track."
        if self.instance.draft_of_id:
            status: Any = self.fields["status"]
            status.choices = [(Lesson.Status.DRAFT.value, Lesson.Status.DRAFT.label)]
            status.widget = forms.HiddenInput()
            self.fields["slug"].disabled = True
            self.fields["slug"].widget = forms.HiddenInput()
        if self.instance.pk:
            self.initial["tracker"] = tracker_content(self.instance).model_dump()
            self.initial["opened_at"] = self.instance.changed_at.isoformat()
        else:
            self.initial["number"] = None
            if "track" in self.fields:
                widget: Any = self.fields["track"].widget
                getattr(widget, "widget", widget).attrs["autofocus"] = True  # the admin wraps its select
        if is_draft(self.data):
            allow_gaps(self)
        if self.is_bound:
            tracker = self.fields["tracker"]
            assert isinstance(tracker, TrackerField)
            tracker.places = places_in(self.data)
            if self.instance.pk:
                tracker.moves = self.moves.get("step", {})
                before = self.initial["tracker"]
                tracker.before = [row["after"] for row in before["moments"]]
                tracker.widget.stored = (len(before["moments"]), len(before["variables"]))

    def has_new_tracker(self) -> bool:
        """Whether the tracker differs from what is stored. It does, too, where it has followed a step."""
        tracker: TrackerContent = self.cleaned_data["tracker"]
        return tracker.model_dump() != self.initial.get("tracker")

    def clean_minutes(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= MAX_MINUTES:
            raise forms.ValidationError(f"Write a number from 1 to {MAX_MINUTES}.")
        return minutes

    def clean(self) -> dict[str, Any]:
        """Refuse `needs` that are not earlier lessons of the same track."""
        cleaned: dict[str, Any] = super().clean() or {}
        self._notice_others()
        self._ask_before_withdrawing(cleaned)
        if (length := sum(map(len, self.data.values()))) > MAX_LESSON:
            self.add_error(None, TOO_LONG.format(length, MAX_LESSON))
        track, number = cleaned.get("track"), self._number_in(cleaned.get("track"))
        for needed in cleaned.get("needs") or []:
            if needed.track != track:
                self.add_error("needs", f"“{needed}” is a lesson of another track.")
            elif number and needed.number >= number:
                self.add_error(
                    "needs", f"“{needed}” does not come before this lesson: it is {needed.number}."
                )
        return cleaned

    def _ask_before_withdrawing(self, cleaned: dict[str, Any]) -> None:
        """Refuse once to make a draft of a public lesson."""
        was_public = self.initial.get("status") == Lesson.Status.PUBLISHED
        if not was_public or cleaned.get("status") != Lesson.Status.DRAFT or cleaned.get("withdrawn"):
            return
        self.data = cast(QueryDict, self.data).copy()
        self.data["withdrawn"] = "yes"
        self.add_error("status", f"{question_about(self.instance)} {ONCE_MORE}")

    def _number_in(self, track: Track | None) -> int | None:
        """The posted number, or the next free one of the track. A number that is taken becomes an error."""
        number: int | None = self.cleaned_data.get("number")
        if not track or "number" in self.errors:
            return number
        own = [self.instance.pk, self.instance.draft_of_id]
        others = {row.number: row for row in track.lessons.all() if row.pk not in own}
        if number in others:
            self.add_error("number", f"{number} is the number of “{others[number]}”.")
        elif number is None:
            number = self.cleaned_data["number"] = max(others, default=0) + 1
        return number

    def _notice_others(self) -> None:
        """Refuse the form once if somebody else has saved the lesson since it was opened."""
        opened = self.cleaned_data.get("opened_at")
        locked = Lesson.every.select_for_update(of=("self",))  # of two who save at once, one waits here
        held = locked.filter(pk=self.instance.pk).first()
        if opened and held and held.changed_at.isoformat() != opened:
            self.data = cast(QueryDict, self.data).copy()
            self.data["opened_at"] = held.changed_at.isoformat()
            history = reverse("admin:lessons_lesson_history", args=[held.pk])
            self.add_error(None, format_html(CHANGED_MEANWHILE, history))
