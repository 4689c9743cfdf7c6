"""The rows of one section as they are stored, and the one that makes new rows, drawn by patterns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.admin.helpers import InlineAdminForm
from django.forms.models import model_to_dict
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from lessons.admin.row_pattern import (
    GROUP,
    NESTED,
    NUMBER,
    ORIGINAL,
    ROW,
    RowPattern,
    drawn,
    place,
    put_places,
)

_PATTERNS: dict[tuple[Any, ...], RowPattern] = {}
"""The HTML that all rows of a kind share, for all lessons and users, with places for what differs."""


@dataclass
class StoredRow:
    """What the admin asks of a row of a section; `original` is None for the one that makes new rows."""

    original: Any
    markup: SafeString
    groups: list[Any]
    prepopulated_fields: list[Any] = field(default_factory=list)


class StoredRows:
    """Iterates over the rows of a `RowGroup` whose form nobody has posted."""

    def __init__(self, group: Any) -> None:
        self._group, self._formset = group, group.formset

    def __iter__(self) -> Iterator[StoredRow]:
        rows = list(self._formset.get_queryset())
        for index, row in enumerate(rows):
            yield self._stored(index, row)
        yield self._new(len(rows) + 1)

    def _stored(self, index: int, row: Any) -> StoredRow:
        formset = self._formset
        groups = self._group.nested_in(formset.forms[index], row) if self._group.opts.inlines else []
        prefix = formset.add_prefix(index)
        values = {**model_to_dict(row, fields=self._fields), formset.model._meta.pk.name: row.pk}
        given = {ORIGINAL: lambda: conditional_escape(str(row))}
        return StoredRow(row, self._drawn(values, prefix, groups, given), groups)

    def _new(self, number: int) -> StoredRow:
        formset = self._formset
        groups = self._group.nested_in(formset) if self._group.opts.inlines else []
        values = {name: _initial(each) for name, each in self._fields.items()}
        given = {GROUP: lambda: formset.prefix, NUMBER: lambda: str(number)}
        markup = self._drawn(values, formset.add_prefix("__prefix__"), groups, given, is_new=True)
        return StoredRow(None, markup, groups)

    def _drawn(
        self,
        values: Mapping[str, Any],
        prefix: str,
        groups: list[Any],
        given: Mapping[str, Callable[[], str]],
        is_new: bool = False,
    ) -> SafeString:
        given = {**given, ROW: lambda: prefix, NESTED: lambda: nested_markup(groups)}
        pattern = self._pattern(is_new)

        def markup_at(name: str) -> str:
            if name in given:
                return given[name]()
            if own := self._fields.get(name):
                attributes = pattern.drawn_per_row.get(name)
                moved = attributes and {key: _moved(each, prefix) for key, each in attributes.items()}
                return drawn(own, f"{prefix}-{name}", values.get(name), moved)
            return str(values.get(name) or self._of_parent.get(name) or "")

        return pattern.filled(markup_at)

    @cached_property
    def _fields(self) -> Mapping[str, Any]:
        """The fields of a row by their names. What can be chosen is read once for all rows."""
        fields: Mapping[str, Any] = self._formset.form.base_fields
        for each in fields.values():
            if hasattr(each, "queryset"):
                each.widget.choices = list(each.choices)
        return fields

    @cached_property
    def _of_parent(self) -> dict[str, Any]:
        return {self._formset.fk.name: self._formset.instance.pk}

    def _pattern(self, is_new: bool) -> RowPattern:
        key = (type(self._group.opts), is_new, self._formset.can_delete)
        if key not in _PATTERNS:
            _PATTERNS[key] = self._made(is_new)
        return _PATTERNS[key]

    def _made(self, is_new: bool) -> RowPattern:
        form = self._form(is_new)
        per_row = put_places(form)
        original: Any = None if is_new else SafeString(place(ORIGINAL))
        row: Any = InlineAdminForm(
            self._formset, form, self._group.fieldsets, {}, original, model_admin=self._group.opts
        )
        row.is_template, row.nested = is_new, SafeString(place(NESTED))
        row.group_prefix, row.number = SafeString(place(GROUP)), SafeString(place(NUMBER))
        markup = self._group.rendered(row)
        return RowPattern(markup, {name: widget.attributes for name, widget in per_row.items()})

    def _form(self, is_new: bool) -> Any:
        """A form of one row, as Django's formset makes it."""
        formset, index = self._formset, None if is_new else 0
        form = formset.form(
            auto_id=formset.auto_id,
            prefix=SafeString(place(ROW)),
            use_required_attribute=False,
            renderer=formset.form_renderer,
            **formset.get_form_kwargs(index),
        )
        formset.add_fields(form, index)
        return form


def _initial(each: Any) -> Any:
    return each.initial() if callable(each.initial) else each.initial


def _moved(attribute: Any, prefix: str) -> Any:
    """An attribute of a widget in the row with this prefix."""
    return attribute.replace(place(ROW), prefix) if isinstance(attribute, str) else attribute


def nested_markup(groups: list[Any]) -> SafeString:
    """The groups of rows below a row."""
    made = (render_to_string(group.opts.template, {"inline_admin_formset": group}) for group in groups)
    return SafeString("".join(made))
