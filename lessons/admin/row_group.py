"""The rows of a section in the admin, made once for a page, which goes through them several times."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from nested_admin.compat import ensure_merge_safe_media
from nested_admin.nested import NestedInlineAdminFormset


class RowGroup(NestedInlineAdminFormset):  # type: ignore[misc]  # nested_admin has no types
    """The rows of one inline, and last the one of which the page makes new rows."""

    @cached_property
    def _rows(self) -> list[Any]:
        rows = list(super().__iter__())
        for row in rows:
            row.is_template = self.has_add_permission and row is rows[-1]
        return rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    @property
    def media(self) -> Any:
        """That of one row: all rows of a group have the same widgets."""
        media = ensure_merge_safe_media(self.opts.media)
        for row in self._rows[-1:]:
            media += ensure_merge_safe_media(row.media)
            for nested in row.form.inlines:
                media += nested.media
        return media
