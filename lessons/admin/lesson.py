"""A whole lesson on one page: its fields, the tracker as a grid, every section, history and revert."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST
from nested_admin.nested import NestedModelAdminMixin
from reversion import create_revision, set_comment, set_user
from reversion.admin import VersionAdmin

from lessons.admin.rows import places_in
from lessons.admin.sections import SECTIONS
from lessons.admin.tracker import TrackerField
from lessons.folder.parts import known_labs
from lessons.folder.store import problems_of, save_tracker, tracker_content
from lessons.markdown import block
from lessons.models import Lesson

_LONGEST_PREVIEW = 20_000


class LessonForm(forms.ModelForm):  # type: ignore[type-arg]
    """The lesson's own fields, and the tracker."""

    tracker = TrackerField(
        label="Variable tracker",
        help_text="Values as Python writes them: None, 'Open', ['hello']. Fill the empty column or row to "
        "add a moment or a variable; clear a title or a name to take one away.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labs = known_labs()
        self.fields["lab"] = forms.ChoiceField(
            choices=[(lab, lab) for lab in labs], help_text="The file in live_demo/labs/ that learners run."
        )
        if self.instance.pk:
            self.initial["tracker"] = tracker_content(self.instance).model_dump()
        if self.is_bound:
            tracker = self.fields["tracker"]
            assert isinstance(tracker, TrackerField)
            tracker.places = places_in(self.data)


class LessonAdmin(NestedModelAdminMixin, VersionAdmin):  # type: ignore[misc]  # neither has types
    """`tutorial.admin` adds the quiz to the inlines."""

    form = LessonForm
    inlines = SECTIONS
    list_display = ["title", "track", "number", "status", "changed_at"]
    list_filter = ["track", "status"]
    search_fields = ["title", "summary"]
    list_select_related = ["track"]
    prepopulated_fields = {"slug": ["title"]}
    actions = ["publish", "unpublish"]
    save_on_top = True
    history_latest_first = True
    fieldsets = [
        (None, {"fields": [("track", "number"), ("title", "slug"), ("status", "minutes"), "summary"]}),
        ("Lab", {"fields": [("lab", "sample_message"), "sample_note"]}),
        ("Around the sections", {"fields": ["flow_note", "ends_when"]}),
        ("Variable tracker", {"fields": ["tracker"]}),
        ("Concept snapshot", {"fields": ["snapshot"]}),
    ]

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin_preview.js"]

    def get_urls(self) -> list[Any]:
        preview = path("preview/", self.admin_site.admin_view(markdown_preview), name="lesson_preview")
        return [preview, *super().get_urls()]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        save_tracker(form.instance, form.cleaned_data["tracker"])
        lesson = Lesson.objects.with_sections().get(pk=form.instance.pk)
        if not lesson.is_draft and (problems := problems_of(lesson)):
            form.instance.status = Lesson.Status.DRAFT
            form.instance.save(update_fields=["status"])
            self._tell(request, lesson, "was saved as a draft: it can not be published yet", problems)

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Lesson]) -> None:
        for lesson in Lesson.objects.with_sections().filter(pk__in=queryset):
            if problems := problems_of(lesson):
                self._tell(request, lesson, "can not be published yet", problems)
            else:
                self._set_status(request, lesson, Lesson.Status.PUBLISHED)

    @admin.action(description="Unpublish: make it a draft", permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Lesson]) -> None:
        for lesson in queryset:
            self._set_status(request, lesson, Lesson.Status.DRAFT)

    def _set_status(self, request: HttpRequest, lesson: Lesson, status: Lesson.Status) -> None:
        with create_revision():
            set_user(request.user)
            set_comment(f"Set to {status}.")
            lesson.status = status
            lesson.save(update_fields=["status", "changed_at"])
        self.message_user(request, f"'{lesson}' is now {'a draft' if lesson.is_draft else 'published'}.")

    def _tell(self, request: HttpRequest, lesson: Lesson, what: str, problems: list[str]) -> None:
        self.message_user(request, f"'{lesson}' {what}. {'; '.join(problems)}.", messages.ERROR)


@require_POST
def markdown_preview(request: HttpRequest) -> HttpResponse:
    """The posted Markdown as the page will show it."""
    return HttpResponse(block(request.POST.get("text", "")[:_LONGEST_PREVIEW]))
