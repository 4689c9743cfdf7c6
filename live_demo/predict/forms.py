"""The form of a prediction: one field for each blank cell. It does not hold the right answers."""

from collections.abc import Mapping
from functools import partial
from string import ascii_lowercase
from typing import Any

from django import forms

from lessons.models import Lesson
from live_demo.predict.cells import MAX_VALUE_LENGTH, Cell, cells_of, plain, results_of
from live_demo.predict.recorded import also_true_in_run

_TYPED = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "literal"}


class PredictionForm(forms.Form):
    """A result is chosen by its letter, a value is typed as Python writes it. Any cell may stay empty."""

    use_required_attribute = False

    def __init__(self, lesson: Lesson, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="predict-%s")
        offered = results_of(lesson, partial(also_true_in_run, lesson))
        self.results = {
            key: dict(zip(ascii_lowercase, texts, strict=False)) for key, texts in offered.items()
        }
        for cell in cells_of(lesson):
            self.fields[cell.key] = _result(cell, self.results[cell.key]) if cell.own else _value(cell)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError("Fill in at least one cell, then lock it in.")
        return cleaned

    def answers(self) -> dict[str, str]:
        """What was predicted, by the cells' keys; results as their texts."""
        return {
            key: plain(self.results[key].get(text, "")) if key in self.results else text
            for key, text in self.cleaned_data.items()
        }


def _result(cell: Cell, results: Mapping[str, str]) -> forms.Field:
    return forms.ChoiceField(
        label=cell.label,
        required=False,
        choices=list(results.items()),
        error_messages={"invalid_choice": "This row does not offer this result. Choose one from its list."},
        widget=forms.RadioSelect,
    )


def _value(cell: Cell) -> forms.Field:
    return forms.CharField(
        label=cell.label,
        required=False,
        max_length=MAX_VALUE_LENGTH,
        widget=forms.TextInput(attrs={**_TYPED, "aria-label": cell.label}),
    )
