"""The admin of questions with their choices and hints; Django finds the other admins of this app here."""

import re
from string import ascii_lowercase
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import JSONField
from django.forms import Textarea
from django.http import HttpRequest
from nested_admin.nested import NestedStackedInline, NestedTabularInline

from lessons.admin.row_form import LINES, TOO_LONG, RowForm, is_draft
from lessons.admin.row_formset import RowFormSet
from lessons.admin.row_moves import followed
from lessons.admin.sections import RowInline
from quizzes.analysis.admin import QuestionSummaryAdmin as QuestionSummaryAdmin
from quizzes.api.admin import ApiClientAdmin as ApiClientAdmin
from quizzes.api.admin import ApiKeyAdmin as ApiKeyAdmin
from quizzes.expects_field import ExpectsWidget
from quizzes.kinds import kinds
from quizzes.kinds.base import as_typed
from quizzes.list_fields import ListField, PercentsField
from quizzes.posted_choices import choices_in, key_choice
from quizzes.question_models import Choice, Hint, Question
from quizzes.reports.admin import ReportAdmin as ReportAdmin

_STEP = re.compile(r"step [1-9]\d?", re.IGNORECASE)
MAX_JSON = 20_000
RETIRED_KEY = "A retired question has this key. Learners' answers to it are kept, so choose another one."
ADDED_KEY = "A question that somebody else has just added has this key. Choose another one."


class ShortJson(forms.JSONField):
    """JSON of at most `MAX_JSON` characters: it is parsed in one go, in which nobody else is served."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > MAX_JSON:
            raise ValidationError(TOO_LONG, params={"show_value": len(value), "limit_value": MAX_JSON})
        return super().to_python(value)


class ChoiceForm(RowForm):
    """An option. One that names a row, as 'Step 3' does, follows it."""

    def clean(self) -> dict[str, Any]:
        text = (self.cleaned_data.get("text") or "").strip()
        if self.instance.pk and "text" not in self.changed_data and _STEP.fullmatch(text):
            after = followed(text.lower(), self.moves)
            if after is None:
                self.lost.append(f"{self.instance} of {self.instance.question}: its row, {text}, is deleted")
            elif after != text.lower():
                self.put("text", f"{text[:4]} {after[5:]}")
        return super().clean()


class QuestionForm(RowForm):
    """A question. The cell that it asks for follows its row."""

    def clean(self) -> dict[str, Any]:
        expects = self.cleaned_data.get("expects")
        step = expects.get("after") if isinstance(expects, dict) else None
        if self.instance.pk and "expects" not in self.changed_data and type(step) is int:
            after = self.moves.get("step", {}).get(step, step)
            if after is not None and after != step:
                self.put("expects", {**(expects or {}), "after": after})
            elif after is None:
                self.add_error("expects", f"It asks for a value after step {step}, which you delete.")
        return super().clean()


class ChoiceFormSet(RowFormSet):
    """The choices of one question. Checks what the type of the question requires of them."""

    def clean(self) -> None:
        super().clean()
        kind = kinds.get(self.data.get(self.prefix.removesuffix("choices") + "kind", "single"))
        rows = [form for form in self.forms if self._is_row(form)]
        if is_draft(self.data) or not rows or kind is None or len(rows) > len(ascii_lowercase):
            return
        choices = [key_choice(number, form.cleaned_data) for number, form in enumerate(rows)]
        if fault := kind.choices_fault(choices):
            rows[0].add_error("is_right", fault[0].upper() + fault[1:] + ".")


class QuestionFormSet(RowFormSet):
    """The questions of a lesson. Checks what the type of each question requires."""

    once = ("number", "key")

    def clean(self) -> None:
        super().clean()
        self._refuse_other_keys()
        for form in self.forms:
            kind = kinds.get(getattr(form, "cleaned_data", {}).get("kind", ""))
            if kind is None or self._is_deleted(form) or is_draft(self.data):
                continue
            choices = choices_in(form)
            if len(choices) < kind.min_choices:
                least = {1: "one choice", 2: "two choices"}[kind.min_choices]
                form.add_error("text", f"A question needs {least} at least.")
            elif "expects" not in form.errors and (
                fault := kind.expects_fault(form.cleaned_data["expects"] or {}, choices)
            ):
                example = kind.expects_example(form.cleaned_data["expects"] or {}, choices)
                such = "".join(f", such as {as_typed(value)}" for value in example.values())
                form.add_error("expects", f"{fault[0].upper()}{fault[1:]}{such}.")

    def _refuse_other_keys(self) -> None:
        """Refuse the keys of retired questions, and of those that somebody has added meanwhile."""
        named = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        others = Question.every.filter(lesson=self.instance.pk).exclude(pk__in=named, is_retired=False)
        retired = dict(others.values_list("key", "is_retired"))
        for form in self.forms:
            key = getattr(form, "cleaned_data", {}).get("key")
            if key in retired and not self._is_deleted(form):
                form.add_error("key", RETIRED_KEY if retired[key] else ADDED_KEY)


_CREDIT = (
    "Percent, for a part of the credit. Empty: 100 if it is right, else 0. In a multiple choice, leave it "
    "empty in every option: each right one then earns an equal part, and each wrong one costs as much."
)


class ChoiceInline(RowInline, NestedStackedInline):  # type: ignore[misc]
    model = Choice
    form = ChoiceForm
    formset = ChoiceFormSet
    max_num = 20
    fields = [("number", "is_right", "percent"), ("text", "feedback", "missed"), "match"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "percent":
            field.help_text = _CREDIT
        return field


class HintInline(RowInline, NestedTabularInline):  # type: ignore[misc]
    template = "lessons/admin/table_rows.html"
    row_template = "lessons/admin/_table_row.html"
    model = Hint
    fields = ["number", "text", "points_to"]
    max_num = Hint.MAX_PER_QUESTION


_WRITTEN: dict[str, dict[str, Any]] = {
    "expects": {"widget": ExpectsWidget, "label": "The answer", "help_text": ""},
    "credits": {
        "form_class": PercentsField,
        "widget": AdminTextInputWidget,
        "help_text": "Percent of the credit for each try, such as 100, 70, 50: three tries.",
    },
    "tags": {
        "form_class": ListField,
        "widget": AdminTextInputWidget,
        "help_text": "With commas between. For instructors, to find it again.",
    },
}
"""How the lists and objects of a question are written in its form."""


class QuestionInline(RowInline, NestedStackedInline):  # type: ignore[misc]
    model = Question
    form = QuestionForm
    formset = QuestionFormSet
    inlines = [ChoiceInline, HintInline]
    verbose_name_plural = "quiz: its questions"
    fields = [
        *[("number", "key", "proof"), ("kind", "credits", "reveal"), "shuffle"],
        *["text", "expects", "general_feedback", ("name", "tags", "category")],
    ]
    # No hidden copy of the default: it would have an aria-describedby, which is invalid on hidden inputs.
    formfield_overrides = LINES | {
        JSONField: {
            "form_class": ShortJson,
            "widget": Textarea(attrs={"rows": 2}),
            "show_hidden_initial": False,
        }
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        options |= _WRITTEN.get(db_field.name, {})
        return super().formfield_for_dbfield(db_field, request, **options)
