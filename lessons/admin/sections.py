"""The inlines of a lesson: one for each section that consists of rows."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import ManyToManyField
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from nested_admin.nested import NestedStackedInline, NestedTabularInline

from lessons.admin.event_input import EventInput
from lessons.admin.row_form import LINES, RowForm
from lessons.admin.row_formset import RowFormSet
from lessons.admin.row_moves import Moves, moves_in
from lessons.markdown import plain
from lessons.models import FlowStep, KeyMoment, Moment, Step, TranscriptPart
from lessons.numbers import LARGEST, number_in
from lessons.pointers import PLACES_ID


def lesson_at(request: HttpRequest) -> Any:
    """The primary key of the lesson that this admin page shows; None for a new lesson."""
    match = request.resolver_match
    assert match
    if match.url_name == "lessons_lesson_revision":  # the URL of reversion has positional arguments only
        return match.args[0]
    return match.kwargs.get("object_id")


def moves_of(request: HttpRequest) -> Moves:
    """The old and new numbers of the stored lesson's rows in this POST, read once for each request."""
    found: Moves | None = getattr(request, "_moves", None)
    if found is None:
        pk = lesson_at(request) if request.method == "POST" else None
        is_own = isinstance(pk, int) or (isinstance(pk, str) and number_in(pk) not in (None, LARGEST))
        found = moves_in(request.POST, stored_places(pk)) if is_own else {}
        request._moves = found  # type: ignore[attr-defined]
    return found


def stored_places(lesson: Any) -> dict[str, dict[str, int]]:
    """{kind of place: {primary key: number}} of the lesson with this primary key."""
    models: dict[str, Any] = {"step": Step, "flow": FlowStep, "key": KeyMoment, "moment": Moment}
    return {
        kind: {
            str(pk): number
            for pk, number in model._default_manager.filter(lesson=lesson).values_list("pk", "number")
        }
        for kind, model in models.items()
    }


class StepBoxes(CheckboxSelectMultiple):
    """Checkboxes without a legend: there is no fieldset around them."""

    use_fieldset = False

    def render(self, *args: Any, **options: Any) -> SafeString:
        return format_html('<div role="group" aria-label="Covers">{}</div>', super().render(*args, **options))


class ReadSteps(ModelChoiceIterator):  # type: ignore[type-arg]
    """Choices of the steps that the field has read."""

    def __iter__(self) -> Iterator[Any]:
        assert isinstance(self.field, CoveredSteps)
        return (self.choice(step) for step in self.field.steps().values())


class CoveredSteps(ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The steps of the lesson, each by its number and what it does. All rows of the form read them once."""

    iterator = ReadSteps

    def __init__(self, queryset: Any, **options: Any) -> None:
        self.steps = cache(lambda: {str(step.pk): step for step in queryset})
        super().__init__(queryset, **options)

    def clean(self, value: Any) -> Any:
        """The chosen steps. Django, which refuses others, would read them again for each row."""
        steps = self.steps()
        if value and steps.keys() >= set(value):
            return [step for key, step in steps.items() if key in value]
        return super().clean(value)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}: {plain(obj.action)}"


class RowInline:
    """What the inlines of all sections have in common."""

    template = "lessons/admin/stacked_rows.html"
    row_template = "lessons/admin/_stacked_row.html"
    inlines: Sequence[Any] = ()
    form = RowForm
    formset = RowFormSet
    formfield_overrides = LINES
    extra = 0
    max_num = 60
    """More rows of one kind than a lesson folder takes: each takes time and memory, even if it is refused."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """A pointer suggests the places of the lesson ({% lesson_places %})."""
        if db_field.name in RowForm.pointers:
            options["widget"] = AdminTextInputWidget(attrs={"list": PLACES_ID, "autocomplete": "off"})
        return super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """Bound the number of rows that are read: Django would read 1,000 too many, with all rows below each.

        It makes a class for each row that has rows below. They differ with what the user may do with the row,
        which for these rows is the same: one is made for a request.
        """
        formsets = request.__dict__.setdefault("_formsets", {})
        key = (type(self), obj is None, *sorted(options))
        if key not in formsets:
            bound = {"absolute_max": self.max_num, **options}
            formsets[key] = super().get_formset(request, obj, **bound)  # type: ignore[misc]  # that of the inline
            formsets[key].moves = moves_of(request)
        return formsets[key]


class StepInline(RowInline, NestedStackedInline):  # type: ignore[misc]
    model = Step
    verbose_name_plural = "execution table: its steps"
    fields = [
        ("number", "reached_by", "sent_by", "is_blank"),
        ("action", "evaluation", "result"),
        ("holds_when", "wrong_results"),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "reached_by":
            events = ", ".join(Step.Event.values)
            hint = f"One of {events}; or the type of a message from the channel layer, such as chat.message."
            options |= {"widget": EventInput, "help_text": hint}
        return super().formfield_for_dbfield(db_field, request, **options)


class FlowStepInline(RowInline, NestedStackedInline):  # type: ignore[misc]
    model = FlowStep
    verbose_name_plural = "concept flow: its steps"
    fields = [("number", "place", "title"), ("text", "steps")]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("steps")

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        """Offer the steps of this lesson only. A new lesson has none until it is saved."""
        lesson = lesson_at(request)
        options |= {"widget": StepBoxes, "form_class": CoveredSteps}
        options["queryset"] = Step.objects.filter(lesson=lesson) if lesson else Step.objects.none()
        return super().formfield_for_manytomany(db_field, request, **options)


class KeyMomentInline(RowInline, NestedStackedInline):  # type: ignore[misc]
    model = KeyMoment
    fields = [("number", "points_to"), ("question", "answer")]


class TranscriptPartInline(RowInline, NestedTabularInline):  # type: ignore[misc]
    template = "lessons/admin/table_rows.html"
    row_template = "lessons/admin/_table_row.html"
    model = TranscriptPart
    verbose_name_plural = "transcript: its parts"
    max_num = 300
    fields = ["number", "text", "points_to"]


SECTIONS = [FlowStepInline, StepInline, KeyMomentInline, TranscriptPartInline]
