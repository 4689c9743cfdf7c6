"""Inlines of the sections that are rows."""

from typing import Any

from django.db.models import ManyToManyField
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from nested_admin.nested import NestedStackedInline, NestedTabularInline

from lessons.admin.rows import LINES, RowForm, RowFormSet
from lessons.admin.script import EventInput
from lessons.models import FlowStep, KeyMoment, Step, TranscriptPart


def lesson_at(request: HttpRequest) -> Any:
    """The key of the lesson that this page of the desk is about; None of a new one."""
    match = request.resolver_match
    assert match
    if match.url_name == "lessons_lesson_revision":  # reversion's address names no arguments
        return match.args[0]
    return match.kwargs.get("object_id")


class RowInline:
    """What the rows of every section have in common."""

    form = RowForm
    formset = RowFormSet
    formfield_overrides = LINES
    extra = 0


class StepInline(RowInline, NestedStackedInline):  # type: ignore[misc]
    model = Step
    verbose_name_plural = "execution table: its steps"
    fields = [("number", "reached_by", "is_blank"), ("action", "evaluation", "result")]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "reached_by":
            options["widget"] = EventInput
        return super().formfield_for_dbfield(db_field, request, **options)


class FlowStepInline(RowInline, NestedStackedInline):  # type: ignore[misc]
    model = FlowStep
    verbose_name_plural = "concept flow: its steps"
    fields = [("number", "place", "title"), ("text", "steps")]

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        """Only the steps of this lesson can be covered; a new lesson has none until it is saved."""
        lesson = lesson_at(request)
        options["widget"] = CheckboxSelectMultiple
        options["queryset"] = Step.objects.filter(lesson=lesson) if lesson else Step.objects.none()
        return super().formfield_for_manytomany(db_field, request, **options)


class KeyMomentInline(RowInline, NestedStackedInline):  # type: ignore[misc]
    model = KeyMoment
    fields = [("number", "points_to"), ("question", "answer")]


class TranscriptPartInline(RowInline, NestedTabularInline):  # type: ignore[misc]
    model = TranscriptPart
    verbose_name_plural = "transcript: its parts"
    fields = ["number", "text", "points_to"]


SECTIONS = [FlowStepInline, StepInline, KeyMomentInline, TranscriptPartInline]
