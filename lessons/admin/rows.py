"""Forms and formsets for numbered rows and for pointers, shared by every section in the admin."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import F, TextField
from nested_admin.formsets import NestedInlineFormSet

from lessons.pointers import pointer_fault

_FAR = 10_000  # out of the way of every number that a row has

PLACE_PREFIXES = {"step": "steps", "flow": "flow_steps", "key": "key_moments"}


def places_in(data: Any) -> dict[str, int]:
    """How many places of each kind the lesson has that this POST writes (see `lessons.pointers`)."""
    places = {kind: sum(1 for _ in _rows(data, prefix)) for kind, prefix in PLACE_PREFIXES.items()}
    moments = range(int(data.get("tracker-moments") or 0))
    return {**places, "moment": sum(bool(data.get(f"tracker-m{number}-title")) for number in moments)}


def _rows(data: Any, prefix: str) -> Iterator[int]:
    for row in range(int(data.get(f"{prefix}-TOTAL_FORMS") or 0)):
        if f"{prefix}-{row}-DELETE" not in data:
            yield row


class LinesField(forms.CharField):
    """Text of many lines, kept as it was written: browsers post each line's end as CRLF."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        return text if text.strip() else ""


LINES: dict[Any, dict[str, Any]] = {TextField: {"form_class": LinesField}}


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A numbered row. Its number may be left empty: it is then the next."""

    pointers: tuple[str, ...] = ("points_to", "proof")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "number" in self.fields:
            self.fields["number"].required = False

    def validate_constraints(self) -> None:
        """Left to the formset: two rows that change places are each in the other's way."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.pointers:
            text = cleaned.get(name)
            if text and (reason := pointer_fault(text, places_in(self.data))):
                self.add_error(name, reason[0].upper() + reason[1:] + ".")
        return cleaned


class RowFormSet(NestedInlineFormSet):  # type: ignore[misc]  # nested_admin has no types
    """Rows numbered from 1 without a gap. What is there twice is refused at its field."""

    once: tuple[str, ...] = ("number",)

    def clean(self) -> None:
        rows = [form for form in self.forms if self._is_row(form)]
        for name in self.once:
            self._refuse_repeats(rows, name)
        if not any("number" in form.errors for form in rows):
            self._close_up(rows)

    def save(self, commit: bool = True) -> Any:
        """Rows change places by way of numbers far off. A deleted row has taken its own along."""
        parent = self.instance
        if not type(parent)._default_manager.filter(pk=parent.pk).exists():
            self.forms: list[Any] = []  # and nothing is left to save
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        self.model._default_manager.filter(pk__in=changed).update(number=F("number") + _FAR)
        return super().save(commit)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        """`obj`, read from far off, is what the history names."""
        obj.number = form.instance.number
        return super().save_existing(form, obj, commit)

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        obj.number -= _FAR
        super().delete_existing(obj, commit)

    def _close_up(self, rows: list[Any]) -> None:
        """Number the rows from 1 in their order; those without a number are the last."""
        rows = [form for form in rows if "number" in form.fields]
        rows.sort(key=lambda form: form.cleaned_data.get("number") or _FAR)
        for number, form in enumerate(rows, start=1):
            if form.cleaned_data.get("number") != number:
                form.cleaned_data["number"] = form.instance.number = number
                form.changed_data.append("number")

    def _refuse_repeats(self, rows: list[Any], name: str) -> None:
        seen = set()
        for form in rows:
            value = form.cleaned_data.get(name)
            if value in seen:
                form.add_error(name, f"{value} is there twice.")
            if value:
                seen.add(value)

    def _is_row(self, form: Any) -> bool:
        is_empty = form.empty_permitted and not form.has_changed()
        return hasattr(form, "cleaned_data") and not is_empty and not self._is_deleted(form)

    def _is_deleted(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE"))
