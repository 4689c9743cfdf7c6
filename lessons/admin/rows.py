"""Admin forms and formsets for the numbered rows of a lesson, and for the pointers in them."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import F, TextField
from nested_admin.formsets import NestedInlineFormSet

from lessons.admin.posted import places_in
from lessons.admin.row_moves import Moves, followed, in_order, names_moved
from lessons.folder.schema import MAX_TEXT
from lessons.pointers import pointer_fault

PARKING = 10_000
"""Added to the number of a row while rows exchange their numbers. No section has that many rows."""

TOO_LONG = "This has %(show_value)d characters. Shorten it to %(limit_value)d at most."


NEEDED = ("track", "title", "slug", "lab", "status", "key", "kind", "reveal", "place")
"""Fields that a draft needs, too: without them it has no row, no address or no type."""


def is_draft(data: Any) -> bool:
    """Whether the POST `data` saves the lesson as a draft, which may have gaps."""
    return bool(data) and data.get("status") == "draft"


def allow_gaps(form: forms.ModelForm) -> None:  # type: ignore[type-arg]
    """Let the fields of `form` be empty, but for `NEEDED`."""
    for name, field in form.fields.items():
        if name not in NEEDED:
            field.required = False


class LinesField(forms.CharField):
    """Text of several lines, stored with LF: browsers post CRLF. It is as long as in a lesson folder.

    A `max_length` would have browsers cut off what is pasted, and say nothing.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})
        self.validators.append(MaxLengthValidator(MAX_TEXT, TOO_LONG))

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        return text if text.strip() else ""


LINES: dict[Any, dict[str, Any]] = {TextField: {"form_class": LinesField}}


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A numbered row. With an empty number it becomes the last row."""

    pointers: tuple[str, ...] = ("points_to", "proof")

    def __init__(self, *args: Any, moves: Moves | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves = moves or {}
        self.lost: list[str] = []
        """What the row named and can no longer name, or names by an old number, in an instructor's words."""
        if "number" in self.fields:
            self.fields["number"].required = False
        if is_draft(self.data):
            allow_gaps(self)

    def validate_constraints(self) -> None:
        """Nothing: rows that exchange numbers each violate a constraint here. The formset checks them."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._notice_words(cleaned)
        for name in self.pointers:
            if text := cleaned.get(name):
                self._follow(name, text)
            text = cleaned.get(name)
            if text and not is_draft(self.data) and (reason := pointer_fault(text, places_in(self.data))):
                self.add_error(name, reason[0].upper() + reason[1:] + ".")
        return cleaned

    def _follow(self, name: str, text: str) -> None:
        """Let a pointer that was not touched follow its row. A typed one names the numbers after saving."""
        if name in self.changed_data or not self.instance.pk:
            return
        after = followed(text, self.moves)
        if after is None:
            self.lose(name, f"pointed to {text}, which you delete")
        elif after != text:
            self.put(name, after)

    def put(self, name: str, value: Any) -> None:
        """Store `value`, although the field was not touched."""
        self.cleaned_data[name] = value
        self.changed_data.append(name)

    def lose(self, name: str, why: str) -> None:
        """A draft is saved without what it named; a public lesson is not saved."""
        if is_draft(self.data):
            self.put(name, "")
            self.lost.append(f"{self.instance}: it {why}")
        else:
            self.add_error(name, f"This {why}. Choose another place.")

    def _notice_words(self, cleaned: dict[str, Any]) -> None:
        for name, text in cleaned.items():
            is_kept = isinstance(text, str) and name not in (*self.changed_data, *self.pointers)
            if self.instance.pk and is_kept:
                for said in names_moved(text, self.moves):
                    self.lost.append(f"{self.instance}: its {name.replace('_', ' ')} says '{said}' in words")


class RowFormSet(NestedInlineFormSet):  # type: ignore[misc]  # nested_admin has no types
    """Rows numbered from 1 without a gap. Where a field in `once` repeats a value, it is refused."""

    once: tuple[str, ...] = ("number",)
    moves: Moves = {}
    """Where the rows of the lesson go with this POST."""

    def get_form_kwargs(self, index: Any) -> dict[str, Any]:
        own: dict[str, Any] = super().get_form_kwargs(index)
        return {**own, "moves": self.moves}

    @cached_property
    def empty_form(self) -> Any:
        """The row of which the page makes new ones. Django makes it anew for each who asks."""
        return super().empty_form

    def __getitem__(self, index: Any) -> Any:
        """A row. A template asks for `formset.prefix` as for an item first: Django made all rows for it."""
        if isinstance(index, str):
            raise TypeError(index)
        return super().__getitem__(index)

    def is_multipart(self) -> bool:
        """As of a new row: rows have the same fields, and need not be made to know."""
        return bool(self.empty_form.is_multipart())

    def initial_form_count(self) -> int:
        """What the form says, as far as there can be so many: nested_admin makes a list of that length."""
        count: int = min(super().initial_form_count(), self.absolute_max)
        return count

    def get_queryset(self) -> Any:
        """The rows that the form names; none where it names one that no row can be.

        Rows that were read together with their parent are not read again for a page that only shows them.
        """
        if not self.is_bound and (read := self._read_with_parent()) is not None:
            return read
        try:
            rows = super().get_queryset()
            len(rows)  # SQLite refuses a number that is too large only when it is asked
        except (ValueError, OverflowError):
            self._queryset = rows = self.model._default_manager.none()
        return rows

    def _read_with_parent(self) -> Any:
        read = getattr(self.instance, "_prefetched_objects_cache", {})
        return read.get(self.fk.remote_field.get_accessor_name())

    def clean(self) -> None:
        rows = [form for form in self.forms if self._is_row(form)]
        for name in self.once:
            self._refuse_repeats(rows, name)
        if not any("number" in form.errors for form in rows):
            self._close_up(rows)

    def save(self, commit: bool = True) -> Any:
        """Store the rows. Numbers are unique, so rows that change or go first leave theirs (`_park`)."""
        parent = self.instance
        if not type(parent)._base_manager.filter(pk=parent.pk).exists():
            self.forms: list[Any] = []  # the rows were deleted together with the parent
        self._park([form.instance.pk for form in self.initial_forms if form.has_changed()])
        return super().save(commit)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        """`obj` was read with its parked number; the history names it by the number that was posted."""
        obj.number = form.instance.number
        return super().save_existing(form, obj, commit)

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        """The same for a deleted row: the history names it by the number that it had."""
        obj.number = self._numbers_before.get(obj.pk, obj.number)
        super().delete_existing(obj, commit)

    def _park(self, keys: list[Any]) -> None:
        """Move the rows with these primary keys to numbers that no row is given."""
        rows = self.model._default_manager.filter(pk__in=keys)
        self._numbers_before: dict[Any, int] = dict(rows.values_list("pk", "number"))
        rows.update(number=F("number") + PARKING)

    def _close_up(self, rows: list[Any]) -> None:
        """Number the rows from 1 in the order that their numbers mean (`in_order`)."""
        rows = [form for form in rows if "number" in form.fields]
        order = in_order([(_had(form), _given(form)) for form in rows])
        for number, form in enumerate((rows[index] for index in order), start=1):
            if form.cleaned_data.get("number") != number:
                form.cleaned_data["number"] = form.instance.number = number
                form.changed_data.append("number")

    def _refuse_repeats(self, rows: list[Any], name: str) -> None:
        seen = set()
        for form in rows:
            value = form.cleaned_data.get(name)
            if name == "number" and value == _had(form):
                continue  # a row that is given this number pushes it
            if value in seen:
                form.add_error(name, f"{value} is there twice.")
            if value:
                seen.add(value)

    def _is_row(self, form: Any) -> bool:
        is_empty = form.empty_permitted and not form.has_changed()
        return hasattr(form, "cleaned_data") and not is_empty and not self._is_deleted(form)

    def _is_deleted(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE"))


def _given(form: Any) -> int | None:
    """The number that was posted. nested_admin cleans some rows once more after they have got theirs."""
    if not hasattr(form, "posted_number"):
        form.posted_number = form.cleaned_data.get("number")
    number: int | None = form.posted_number
    return number


def _had(form: Any) -> int | None:
    """The number that the row had; None for a new one."""
    return form.initial.get("number") if form.instance.pk else None
