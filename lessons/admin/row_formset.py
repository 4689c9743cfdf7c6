"""The admin formset of the numbered rows of a lesson: it stores them numbered from 1, in the order meant."""

from copy import copy
from functools import cached_property
from typing import Any

from django.db.models import F, Max, Q
from django.forms import ModelChoiceField
from nested_admin.formsets import NestedInlineFormSet

from lessons.admin.row_moves import Moves, in_order

PARKING = 10_000
"""Added to the number of a row while rows exchange their numbers. No section has that many rows."""


class OwnRow(ModelChoiceField):  # type: ignore[type-arg]
    """The key of a form's row. `row` was read with its formset, and is not read again."""

    row: Any = None

    def to_python(self, value: Any) -> Any:
        return self.row if self.row and value == str(self.row.pk) else super().to_python(value)


class RowFormSet(NestedInlineFormSet):  # type: ignore[misc]  # nested_admin has no types
    """Rows numbered from 1 without a gap. Where a field in `once` repeats a value, it is refused."""

    once: tuple[str, ...] = ("number",)
    moves: Moves = {}
    """The old and new numbers of the lesson's rows in this POST."""

    def get_form_kwargs(self, index: Any) -> dict[str, Any]:
        own: dict[str, Any] = super().get_form_kwargs(index)
        return {**own, "moves": self.moves}

    def add_fields(self, form: Any, index: Any) -> None:
        super().add_fields(form, index)
        if form.is_bound and form.instance.pk:
            field = form.fields[self._pk_field.name]
            key = OwnRow(field.queryset, initial=field.initial, required=False, widget=field.widget)
            key.row = form.instance
            form.fields[self._pk_field.name] = key

    @cached_property
    def empty_form(self) -> Any:
        """The row of which the page makes new ones. Django makes it anew for each who asks."""
        return super().empty_form

    def __getitem__(self, index: Any) -> Any:
        """A row. Templates look up `formset.prefix` as an item first: Django would make all rows for it."""
        if isinstance(index, str):
            raise TypeError(index)
        return super().__getitem__(index)

    def is_multipart(self) -> bool:
        """Whether a row has a file field. An empty row tells: all rows have the same fields."""
        return bool(self.empty_form.is_multipart())

    def initial_form_count(self) -> int:
        """The form's number of rows, bounded: nested_admin makes a list of that length."""
        count: int = min(super().initial_form_count(), self.absolute_max)
        return count

    def get_queryset(self) -> Any:
        """The rows that the form names, as they are stored; none where it names one that no row can be."""
        return self._rows

    @cached_property
    def _rows(self) -> Any:
        """Rows that were read together with their parent are not read again."""
        if (read := self._read_with_parent()) is not None:
            return read
        try:
            rows = super().get_queryset()
            len(rows)  # SQLite refuses a number that is too large only when it is asked
        except (ValueError, OverflowError):
            rows = self.model._default_manager.none()
        return rows

    def _read_with_parent(self) -> Any:
        """The rows that the parent was read with; None if the form names another, such as a moved one."""
        read = getattr(self.instance, "_prefetched_objects_cache", {})
        rows = read.get(self.fk.remote_field.get_accessor_name())
        if rows is None or not self.is_bound:
            return rows
        key, prefixes = self.model._meta.pk.name, map(self.add_prefix, range(self.initial_form_count()))
        named = {self.data.get(f"{prefix}-{key}") for prefix in prefixes} - {None, ""}
        found = [row for row in rows if str(row.pk) in named]
        return found if len(found) == len(named) else None

    def _existing_object(self, pk: Any) -> Any:
        """A copy, which the form changes: the row itself stays as it is stored."""
        return copy(self._before(pk))

    def _before(self, pk: Any) -> Any:
        """The row with this key as it is stored; None if there is none."""
        return super()._existing_object(pk)

    def clean(self) -> None:
        rows = [form for form in self.forms if self._is_row(form)]
        for name in self.once:
            self._refuse_repeats(rows, name)
        if not any("number" in form.errors for form in rows):
            self._close_up(rows)

    def save(self, commit: bool = True) -> Any:
        """Store the rows. Numbers are unique, so rows that change or go first leave theirs (`_park`)."""
        if not self._has_news():
            self.changed_objects: list[Any] = []
            self.deleted_objects: list[Any] = []
            self.new_objects: list[Any] = []
            return []
        parent = self.instance
        if not type(parent)._base_manager.filter(pk=parent.pk).exists():
            self.forms: list[Any] = []  # the rows were deleted together with the parent
        others = self._park()
        saved = super().save(commit)
        if others:
            self._put_behind()
        return saved

    def save_existing_objects(self, initial_forms: Any = None, commit: bool = True) -> Any:
        """Store changed rows only. nested_admin would read every row again, three times."""
        changed = [form for form in initial_forms or () if not self._stays(form)]
        for form in changed:
            form.fields[self._pk_field.name].row = None  # it may have gone with another that was deleted
        return super().save_existing_objects(changed, commit)

    def _has_news(self) -> bool:
        """Whether a row is new, or does not stay as it is."""
        new = any(form.has_changed() for form in self.extra_forms)
        return new or not all(map(self._stays, self.initial_forms))

    def _stays(self, form: Any) -> bool:
        """Whether the row of `form` stays as it is, in the same place."""
        before = self._before(form.instance.pk)
        is_here = before is not None and getattr(before, self.fk.attname) == self.instance.pk
        return is_here and not form.has_changed() and not self._should_delete_form(form)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        """`obj` was read with its parked number; the history names it by the number that was posted."""
        obj.number = form.instance.number
        return super().save_existing(form, obj, commit)

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        """The same for a deleted row: the history names it by the number that it had."""
        before = self._before(obj.pk)
        obj.number = before.number if before else obj.number
        super().delete_existing(obj, commit)

    def _park(self) -> bool:
        """Move the rows that change to numbers that no row is given.

        Rows that the form does not name move, too: somebody has added them since it was opened. The result
        says whether there are any.
        """
        named = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        changed = [form.instance.pk for form in self.initial_forms if form.instance.pk and form.has_changed()]
        unnamed = Q(**{self.fk.attname: self.instance.pk}) & ~Q(pk__in=named)
        found = self.model._default_manager.filter(Q(pk__in=changed) | unnamed)
        parked: int = found.update(number=F("number") + PARKING)
        return parked > len(changed)

    def _put_behind(self) -> None:
        """Number the rows that the form does not name after those that it names."""
        rows = self.model._default_manager.filter(**{self.fk.attname: self.instance.pk})
        last = rows.filter(number__lt=PARKING).aggregate(last=Max("number"))["last"] or 0
        for number, row in enumerate(rows.filter(number__gt=PARKING).order_by("number"), start=last + 1):
            rows.filter(pk=row.pk).update(number=number)

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
    """The posted number of a row. nested_admin cleans some rows again after their numbers are set."""
    if not hasattr(form, "posted_number"):
        form.posted_number = form.cleaned_data.get("number")
    number: int | None = form.posted_number
    return number


def _had(form: Any) -> int | None:
    """The number that the row had; None for a new one."""
    return form.initial.get("number") if form.instance.pk else None
