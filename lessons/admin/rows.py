"""Forms and formsets for numbered rows and for pointers, shared by every section in the admin."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import F
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
        rows = [form for form in self.forms if hasattr(form, "cleaned_data") and not self._is_deleted(form)]
        numbers = [form.cleaned_data.get("number") for form in rows]
        following = max((number for number in numbers if number), default=0) + 1
        for form in rows:
            if (
                "number" in form.fields
                and "number" not in form.errors
                and not form.cleaned_data.get("number")
            ):
                form.cleaned_data["number"] = form.instance.number = following
                following += 1
        for name in self.once:
            self._refuse_repeats(rows, name)
        for form in rows:
            number = form.cleaned_data.get("number")
            if number and number > len(rows) and not form.errors:
                form.add_error("number", f"Number {number} leaves a gap: there are {len(rows)} rows.")

    def save(self, commit: bool = True) -> Any:
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        self.model._default_manager.filter(pk__in=changed).update(number=F("number") + _FAR)
        return super().save(commit)

    def _refuse_repeats(self, rows: list[Any], name: str) -> None:
        seen = set()
        for form in rows:
            value = form.cleaned_data.get(name)
            if value in seen:
                form.add_error(name, f"{value} is there twice.")
            if value:
                seen.add(value)

    def _is_deleted(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE"))
