"""The admin page of a lesson: its form, all sections, history and revert."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.forms.widgets import Script
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from nested_admin.nested import NestedModelAdminMixin

from lessons.admin.access import OwnTracks
from lessons.admin.bin import BinAdminMixin, bin_page
from lessons.admin.change_message import save_sentence
from lessons.admin.gone import gone
from lessons.admin.guide import guide
from lessons.admin.history import LessonHistory
from lessons.admin.labs import labs
from lessons.admin.lesson_actions import download, duplicate, publish, unpublish
from lessons.admin.lesson_form import LessonForm
from lessons.admin.missing_rows import with_missing_rows_as_new
from lessons.admin.pictures import pictures
from lessons.admin.places import place_of
from lessons.admin.posted_fields import PostedFields
from lessons.admin.preview import markdown_preview
from lessons.admin.publishing import begin, publishing
from lessons.admin.publishing_messages import notify_withdrawn
from lessons.admin.row_form import LINES
from lessons.admin.row_group import RowGroup
from lessons.admin.row_moves import is_moved
from lessons.admin.sections import SECTIONS, lesson_at, moves_of
from lessons.admin.settling import settle
from lessons.admin.state_filter import StateFilter
from lessons.admin.upload import preview, upload
from lessons.folder.store import save_tracker
from lessons.models import Lesson, Track
from lessons.models.lesson import SECTIONS as SECTIONS_READ
from lessons.plugin import plugins
from lessons.recorded import contradicted, unproven
from lessons.rendering import cached_per_version


class EarlierLessons(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Lessons, each with its track: of a new lesson it is not known yet."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.track})"


class LessonAdmin(BinAdminMixin, OwnTracks, NestedModelAdminMixin, LessonHistory):  # type: ignore[misc]  # neither has types
    """The admin of a lesson without its quiz, which `tutorial.admin` adds to the inlines."""

    form = LessonForm
    inline_admin_formset_helper_cls = RowGroup
    formfield_overrides = LINES
    inlines = SECTIONS
    read_with_lesson: tuple[str, ...] = SECTIONS_READ
    """The relations that hold the rows of the form. They are read for all rows at once."""
    list_display = ["title", "track", "number", "state", "written_by", "changed"]
    list_filter = [("track", admin.RelatedOnlyFieldListFilter), StateFilter]
    list_per_page = 50
    filter_horizontal = ["authors"]
    change_list_template = "lessons/admin/list_with_upload.html"
    search_fields = ["title", "summary"]
    list_select_related = ["track"]
    prepopulated_fields = {"slug": ["title"]}
    actions = [publish, unpublish, duplicate, download]
    save_on_top = True
    fieldsets = [
        (None, {"fields": [("track", "number"), ("title", "slug"), ("status", "minutes"), "summary"]}),
        ("In its track", {"fields": ["needs", "marks"]}),
        ("Authors", {"fields": ["authors"], "classes": ["collapse"]}),
        ("Lab", {"fields": [("lab", "sample_message"), "sample_note", "script"]}),
        ("What-ifs of other labs", {"fields": ["what_ifs"], "classes": ["collapse"]}),
        ("Around the sections", {"fields": ["flow_note", "ends_when", "shuffle"]}),
        ("Variable tracker", {"fields": ["tracker"]}),
        ("Concept snapshot", {"fields": ["snapshot", "opened_at", "withdrawn"]}),
    ]

    class Media:
        js = [
            "js/admin_preview.js",
            Script("js/admin_picture.js", type="module"),
            Script("js/admin_unsaved.js", type="module"),
            Script("js/admin_drag.js", type="module"),
            Script("js/admin_findings.js", type="module"),
            Script("js/admin_script.js", type="module"),
            Script("js/admin_choices.js", type="module"),
            Script("js/admin_places.js", type="module"),
        ]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("preview/", view(markdown_preview), name="lesson_preview"),
            path("<int:pk>/draft/", view(begin), name="lesson_draft"),
            path("<int:pk>/publishing/", view(publishing), name="lesson_publishing"),
            path("<int:pk>/pictures/", view(pictures), name="lesson_pictures"),
            path("labs/", view(labs), name="lesson_labs"),
            path("guide/", view(guide), name="lesson_guide"),
            path("bin/", view(bin_page), name="lesson_bin"),
            path("upload/", view(upload), name="lesson_upload"),
            path("upload/changes/", view(preview), name="lesson_upload_preview"),
        ]
        return [*own, *super().get_urls()]

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        """Each of the form's many sets of rows takes a copy of all fields, so a copy must be cheap."""
        if request.method == "POST":
            request.POST = PostedFields.of(request.POST)  # type: ignore[assignment]  # it is immutable, too
        return super().changeform_view(request, *args, **options)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The lesson. Rows of it that somebody else has deleted meanwhile are posted as new ones."""
        lesson = super().get_object(request, object_id, from_field)
        opened = request.POST.get("opened_at")
        if lesson and opened and opened != lesson.changed_at.isoformat():
            posted = with_missing_rows_as_new(request.POST, self.inlines, lesson)
            request.POST = PostedFields.of(posted)  # type: ignore[assignment]
        return lesson

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """Show what was written to who saves a lesson that somebody has taken away meanwhile."""
        if request.method == "POST" and "opened_at" in request.POST:
            return gone(request)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """Add what the recorded run contradicts in the stored lesson, and what it does not prove."""
        lesson = options.get("obj")
        if lesson and lesson.draft_of_id:
            context["subtitle"] = f"Draft of “{lesson}”"
        if lesson and request.method == "GET":
            make = partial(_findings, lesson)
            found = cached_per_version(lesson, "admin.compared", make)
            context |= {"contradicted": found[0], "unproven": found[1]}
        return super().render_change_form(request, context, *args, **options)

    def get_queryset(self, request: HttpRequest) -> Any:
        """The lessons of the user's tracks; the list leaves out the drafts of public ones."""
        page = request.resolver_match.url_name if request.resolver_match else ""
        rows = Lesson.objects if page == "lessons_lesson_changelist" else Lesson.every
        found = rows.edited_by(request.user).select_related("track", "draft_of", "own_draft")
        rows_shown = self.read_with_lesson if page == "lessons_lesson_change" else ()
        return found.prefetch_related("authors", *rows_shown)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change, **options)
        form.moves = moves_of(request)
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "track":
            options["queryset"] = Track.objects.edited_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Offer as `needs` the other lessons of the track; for a new lesson, all that the user works on."""
        if db_field.name == "needs":
            found = Lesson.objects.edited_by(request.user).select_related("track")
            if lesson := lesson_at(request):
                found = found.filter(track__lessons=lesson).exclude(pk=lesson).exclude(own_draft=lesson)
            options |= {
                "queryset": found,
                "widget": forms.CheckboxSelectMultiple,
                "form_class": EarlierLessons,
            }
        return super().formfield_for_manytomany(db_field, request, **options)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Tracks and earlier lessons are chosen here, and changed on pages of their own."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name in ("track", "needs"):
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_view_related = field.widget.can_delete_related = False
        return field

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Name the question of each choice and hint: 'choice a' alone says little."""
        return save_sentence(form, formsets, add=add)

    @admin.display(description="status", ordering="status")
    def state(self, lesson: Lesson) -> str:
        draft = getattr(lesson, "own_draft", None)
        if draft is None:
            return "draft" if lesson.is_draft else "published"
        when = f", scheduled for {draft.publish_at:%Y-%m-%d %H:%M} UTC" if draft.publish_at else ""
        words = "draft, with {}{}" if lesson.is_draft else "published, with {}{}"
        another = "another draft" if lesson.is_draft else "a draft"
        address = reverse("admin:lessons_lesson_change", args=[draft.pk])
        return format_html(words, format_html('<a href="{}">{}</a>', address, another), when)

    @admin.display(description="changed", ordering="changed_at")
    def changed(self, lesson: Lesson) -> str:
        return f"{lesson.changed_at:%Y-%m-%d}"

    @admin.display(description="authors")
    def written_by(self, lesson: Lesson) -> str:
        return ", ".join(author.get_username() for author in lesson.authors.all())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.has_new_tracker():
            save_tracker(form.instance, form.cleaned_data["tracker"])
        self._notify_lost(request, formsets)
        moves = moves_of(request)
        if is_moved(moves, "step"):
            for plugin in plugins():
                plugin.renumbered(form.instance, moves["step"])
        if not change and not form.cleaned_data["authors"]:
            form.instance.authors.add(request.user)
        settle(request, form.instance)
        if change and form.initial["status"] == Lesson.Status.PUBLISHED and form.instance.is_draft:
            notify_withdrawn(request, form.instance)

    def _notify_lost(self, request: HttpRequest, formsets: Any) -> None:
        """Name what a row pointed to that is deleted, and what names a row by its old number in words."""
        forms_ = [form for formset in formsets for form in [*formset.forms, *formset.deleted_forms]]
        gone = {id(form) for formset in formsets for form in formset.deleted_forms}
        lost = {
            what: _place_of_row(form)
            for form in forms_
            if id(form) not in gone
            for what in getattr(form, "lost", ())
        }
        if lost:
            names = format_html_join(
                "; ", '<a href="#{}">{}</a>', ((place, what) for what, place in lost.items())
            )
            words = format_html("Rows have new numbers. Look at these: {}.", names)
            self.message_user(request, words, messages.WARNING)


def _place_of_row(form: Any) -> str:
    """The id of the row, or of the question to which it belongs, in the form as it is after saving."""
    row, prefix = form.instance, form.prefix
    question = getattr(row, "question", None)
    own: Any = question if hasattr(question, "number") else row
    return f"{prefix.split('-')[0]}-{own.number - 1}"


def _findings(lesson: Lesson) -> list[list[list[str]]]:
    """What the recorded run contradicts, and what it does not prove yet.

    Each is in words, with the id of the element that says so.
    """
    whole = Lesson.every.with_sections().get(pk=lesson.pk)
    return [[[words, place_of(key)] for key, words in found(whole)] for found in (contradicted, unproven)]
