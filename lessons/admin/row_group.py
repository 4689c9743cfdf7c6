"""The rows of a section in the admin, made once for a page, which goes through them several times."""

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Any

from django.template.loader import render_to_string
from nested_admin.compat import ensure_merge_safe_media
from nested_admin.nested import NestedInlineAdminFormset

from lessons.admin.stored_rows import StoredRows, nested_markup


class RowGroup(NestedInlineAdminFormset):  # type: ignore[misc]  # nested_admin has no types
    """The rows of one inline, and last the one of which the page makes new rows."""

    @property
    def is_as_stored(self) -> bool:
        """Whether the rows are shown as they are stored, in fields, and one can be added."""
        may = self.has_add_permission and self.has_change_permission
        return may and not self.formset.is_bound and not self.readonly_fields and not self.formset.extra

    @cached_property
    def _rows(self) -> list[Any]:
        if self.is_as_stored:
            return list(StoredRows(self))
        rows = list(super().__iter__())
        for number, row in enumerate(rows, start=1):
            row.is_template = self.has_add_permission and row is rows[-1]
            row.group_prefix, row.number, row.groups = self.formset.prefix, number, row.form.inlines
            row.nested = partial(nested_markup, row.groups)
            row.markup = partial(self.rendered, row)
        return rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def rendered(self, row: Any) -> str:
        """The markup of a row, an `InlineAdminForm`, by its template."""
        return str(render_to_string(self.opts.row_template, {"group": self, "row": row}))

    @property
    def handler_classes(self) -> tuple[str, ...]:
        return tuple(sorted(super().handler_classes))

    @property
    def media(self) -> Any:
        """The media of one row: all rows of a group have the same widgets."""
        media = ensure_merge_safe_media(self.opts.media)
        for each in self.formset.form.base_fields.values():
            media += ensure_merge_safe_media(each.widget.media)
        for row in self._rows[-1:]:
            for nested in row.groups:
                media += nested.media
        return media

    def nested_in(self, parent: Any, obj: Any = None) -> list[Any]:
        """The groups of rows below one row; `parent` is its form, or the formset for a new row."""
        formsets, inlines = getattr(parent, "nested_formsets", []), getattr(parent, "nested_inlines", [])
        groups: list[Any] = self.model_admin.get_inline_formsets(
            self.request, formsets, inlines, obj=obj, allow_nested=True
        )
        return groups
