"""The admin page of a lesson: its fields, the tracker as a grid, all sections, history and revert."""

from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path
from nested_admin.nested import NestedModelAdminMixin
from reversion import create_revision, set_comment, set_user

from lessons.admin.access import OwnTracks
from lessons.admin.bin import IntoBin, bin_page
from lessons.admin.download import zip_of
from lessons.admin.following import is_moved, moves_in
from lessons.admin.history import LessonHistory
from lessons.admin.pictures import pictures
from lessons.admin.places import place_of
from lessons.admin.posted import places_in
from lessons.admin.preview import markdown_preview
from lessons.admin.publishing import ask_to_decide, begin, publishing, tell_contradicted
from lessons.admin.row_group import RowGroup
from lessons.admin.rows import LINES, allow_gaps, is_draft
from lessons.admin.script import ScriptField
from lessons.admin.sections import SECTIONS, lesson_at, moves_of, stored_places
from lessons.admin.tracker import TrackerField
from lessons.admin.upload import preview, upload
from lessons.drafts.copying import duplicate
from lessons.folder.store import save_tracker, tracker_content
from lessons.folder.validation import publish_blockers
from lessons.labs import known_labs, known_what_ifs
from lessons.models import Lesson, Track
from lessons.path import PATH
from lessons.plugin import plugins
from lessons.recorded import contradicted
from lessons.rendering import cached_per_version

MAX_LESSON = 400_000
"""Characters of a lesson with its quiz: fifty questions of a thousand words each have fewer."""
TOO_LONG = "This lesson has {:,} characters. The limit is {:,}. Make two lessons of it."
CHANGED_MEANWHILE = (
    "Somebody has changed this lesson since you opened it. History shows the changes. Yours are still in "
    "this form and are not saved yet. Save again to replace theirs with yours."
)


class LessonForm(forms.ModelForm):  # type: ignore[type-arg]
    """The fields of the lesson itself, and its tracker."""

    tracker = TrackerField(
        label="Variable tracker",
        help_text="Values as Python writes them: None, 'Open', ['hello']. To add a moment or a variable, "
        "fill the empty column or row, and save: there is another empty one then. To remove one, clear its "
        "title or name.",
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
        help_text="[[script]] rows as in lesson.toml: what the browser's side does, in order. Empty: it "
        "sends the message, awaits one reply, and closes with 1000.",
    )

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labs = [("", "Choose one"), *((lab, lab) for lab in known_labs())]
        self.fields["lab"] = forms.ChoiceField(choices=labs, help_text="A folder of live_demo/labs/.")
        self.fields["number"].required = False
        self.fields["number"].help_text = "Leave it empty to put the lesson last in its track."
        if self.instance.pk:
            self.initial["tracker"] = tracker_content(self.instance).model_dump()
            self.initial["opened_at"] = self.instance.changed_at.isoformat()
        else:
            self.initial["number"] = None
        if is_draft(self.data):
            allow_gaps(self)
        if self.is_bound:
            tracker = self.fields["tracker"]
            assert isinstance(tracker, TrackerField)
            tracker.places = places_in(self.data)
            if self.instance.pk:
                tracker.moves = moves_in(self.data, stored_places(self.instance.pk))["step"]
                tracker.before = [row["after"] for row in self.initial["tracker"]["moments"]]

    def clean(self) -> dict[str, Any]:
        """Refuse `needs` that are not earlier lessons of the same track."""
        cleaned: dict[str, Any] = super().clean() or {}
        self._notice_others()
        if (length := sum(map(len, self.data.values()))) > MAX_LESSON:
            self.add_error(None, TOO_LONG.format(length, MAX_LESSON))
        track, number = cleaned.get("track"), self._number_in(cleaned.get("track"))
        for needed in cleaned.get("needs") or []:
            if needed.track != track:
                self.add_error("needs", f"'{needed}' is a lesson of another track.")
            elif number and needed.number >= number:
                self.add_error(
                    "needs", f"'{needed}' does not come before this lesson: it is {needed.number}."
                )
        return cleaned

    def _number_in(self, track: Track | None) -> int | None:
        """The posted number, or the next free one of the track. A number that is taken becomes an error."""
        number: int | None = self.cleaned_data.get("number")
        if not track or "number" in self.errors:
            return number
        own = [self.instance.pk, self.instance.draft_of_id]
        others = {row.number: row for row in track.lessons.all() if row.pk not in own}
        if number in others:
            self.add_error("number", f"{number} is the number of '{others[number]}'.")
        elif number is None:
            number = self.cleaned_data["number"] = max(others, default=0) + 1
        return number

    def _notice_others(self) -> None:
        """Refuse the form once if somebody else has saved the lesson since it was opened."""
        opened, held = self.cleaned_data.get("opened_at"), Lesson.every.filter(pk=self.instance.pk).first()
        if opened and held and held.changed_at.isoformat() != opened:
            self.data = cast(QueryDict, self.data).copy()
            self.data["opened_at"] = held.changed_at.isoformat()
            self.add_error(None, CHANGED_MEANWHILE)


class LessonAdmin(IntoBin, OwnTracks, NestedModelAdminMixin, LessonHistory):  # type: ignore[misc]  # neither has types
    """The admin of a lesson without its quiz, which `tutorial.admin` adds to the inlines."""

    form = LessonForm
    inline_admin_formset_helper_cls = RowGroup
    formfield_overrides = LINES
    inlines = SECTIONS
    list_display = ["title", "track", "number", "state", "written_by", "changed_at"]
    list_filter = [("track", admin.RelatedOnlyFieldListFilter), "status"]
    filter_horizontal = ["authors"]
    change_list_template = "lessons/admin/list_with_upload.html"
    search_fields = ["title", "summary"]
    list_select_related = ["track"]
    prepopulated_fields = {"slug": ["title"]}
    actions = ["publish", "unpublish", "duplicate", "download"]
    save_on_top = True
    fieldsets = [
        (None, {"fields": [("track", "number"), ("title", "slug"), ("status", "minutes"), "summary"]}),
        ("In its track", {"fields": ["needs", "marks"]}),
        ("Authors", {"fields": ["authors"], "classes": ["collapse"]}),
        ("Lab", {"fields": [("lab", "sample_message"), "sample_note", "script", "what_ifs"]}),
        ("Around the sections", {"fields": ["flow_note", "ends_when"]}),
        ("Variable tracker", {"fields": ["tracker"]}),
        ("Concept snapshot", {"fields": ["snapshot", "opened_at"]}),
    ]

    class Media:
        css = {"all": ["css/admin.css"]}
        js = [
            "js/admin_preview.js",
            Script("js/admin_picture.js", type="module"),
            Script("js/admin_unsaved.js", type="module"),
            Script("js/admin_findings.js", type="module"),
        ]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("preview/", view(markdown_preview), name="lesson_preview"),
            path("<int:pk>/draft/", view(begin), name="lesson_draft"),
            path("<int:pk>/publishing/", view(publishing), name="lesson_publishing"),
            path("<int:pk>/pictures/", view(pictures), name="lesson_pictures"),
            path("bin/", view(bin_page), name="lesson_bin"),
            path("upload/", view(upload), name="lesson_upload"),
            path("upload/changes/", view(preview), name="lesson_upload_preview"),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """With what the recorded run contradicts of what is stored."""
        lesson = options.get("obj")
        if lesson and request.method == "GET":
            make = partial(_findings, lesson)
            context["contradicted"] = cached_per_version(lesson, "admin.contradicted", make)
        return super().render_change_form(request, context, *args, **options)

    def get_queryset(self, request: HttpRequest) -> Any:
        """The lessons of the user's tracks; the list leaves out the drafts of public ones."""
        match = request.resolver_match
        rows = Lesson.objects if match and match.url_name == "lessons_lesson_changelist" else Lesson.every
        found = rows.edited_by(request.user).select_related("track", "draft_of", "own_draft")
        return found.prefetch_related("authors")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "track":
            options["queryset"] = Track.objects.edited_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Offer as `needs` the other lessons of the track; for a new lesson, all that the user works on."""
        if db_field.name == "needs":
            found = Lesson.objects.edited_by(request.user)
            if lesson := lesson_at(request):
                found = found.filter(track__lessons=lesson).exclude(pk=lesson)
            options |= {"queryset": found, "widget": forms.CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **options)

    @admin.display(description="status", ordering="status")
    def state(self, lesson: Lesson) -> str:
        draft = getattr(lesson, "own_draft", None)
        if draft is None:
            return "draft" if lesson.is_draft else "published"
        when = f", scheduled for {draft.publish_at:%Y-%m-%d %H:%M} UTC" if draft.publish_at else ""
        return f"published, with a draft{when}"

    @admin.display(description="authors")
    def written_by(self, lesson: Lesson) -> str:
        return ", ".join(author.get_username() for author in lesson.authors.all())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        save_tracker(form.instance, form.cleaned_data["tracker"])
        self._tell_lost(request, formsets)
        moves = moves_of(request)
        if is_moved(moves, "step"):
            for plugin in plugins():
                plugin.renumbered(form.instance, moves["step"])
        if not change and not form.cleaned_data["authors"]:
            form.instance.authors.add(request.user)
        lesson = Lesson.every.with_sections().get(pk=form.instance.pk)
        if not lesson.is_draft and (problems := publish_blockers(lesson)):
            form.instance.status = Lesson.Status.DRAFT
            form.instance.save(update_fields=["status"])
            self._report(request, lesson, "was saved as a draft: it cannot be published yet", problems)
            return
        if not lesson.is_draft and change:
            ask_to_decide(request, lesson)
        if not lesson.is_draft:
            tell_contradicted(request, lesson)

    def _tell_lost(self, request: HttpRequest, formsets: Any) -> None:
        """Name what a row pointed to that is deleted, and what names a row by its old number in words."""
        forms_ = [form for formset in formsets for form in [*formset.forms, *formset.deleted_forms]]
        gone = {id(form) for formset in formsets for form in formset.deleted_forms}
        lost = [said for form in forms_ if id(form) not in gone for said in getattr(form, "lost", ())]
        if lost:
            told = "; ".join(dict.fromkeys(lost))
            self.message_user(request, f"Rows have new numbers. Look at these: {told}.", messages.WARNING)

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Lesson]) -> None:
        for lesson in Lesson.objects.with_sections().filter(pk__in=queryset):
            if problems := publish_blockers(lesson):
                self._report(request, lesson, "cannot be published yet", problems)
            else:
                self._set_status(request, lesson, Lesson.Status.PUBLISHED)
                tell_contradicted(request, lesson)

    @admin.action(description="Unpublish: make it a draft", permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Lesson]) -> None:
        for lesson in queryset:
            self._set_status(request, lesson, Lesson.Status.DRAFT)

    @admin.action(description="Duplicate as a draft", permissions=["change", "add"])
    def duplicate(self, request: HttpRequest, queryset: QuerySet[Lesson]) -> None:
        for lesson in queryset:
            with create_revision():
                set_user(request.user)
                set_comment(f"Copied from '{lesson}'.")
                made = duplicate(lesson)
            made.authors.add(request.user)  # type: ignore[arg-type]
            self.message_user(request, f"'{made}' is a draft now, and the last lesson of its track.")

    @admin.action(description="Download as zip", permissions=["view"])
    def download(self, request: HttpRequest, queryset: QuerySet[Lesson]) -> HttpResponse:
        return zip_of(queryset, Track.objects.filter(lessons__in=queryset).distinct())

    def _set_status(self, request: HttpRequest, lesson: Lesson, status: Lesson.Status) -> None:
        with create_revision():
            set_user(request.user)
            set_comment(f"Set to {status}.")
            lesson.status = status
            lesson.save(update_fields=["status", "changed_at"])
        self.message_user(request, f"'{lesson}' is now {'a draft' if lesson.is_draft else 'published'}.")

    def _report(self, request: HttpRequest, lesson: Lesson, what: str, problems: list[str]) -> None:
        self.message_user(request, f"'{lesson}' {what}. {'; '.join(problems)}.", messages.ERROR)


def _findings(lesson: Lesson) -> list[list[str]]:
    """What the recorded run contradicts: in words, and the id of the element that says so."""
    found = contradicted(Lesson.every.with_sections().get(pk=lesson.pk))
    return [[words, place_of(key)] for key, words in found]
