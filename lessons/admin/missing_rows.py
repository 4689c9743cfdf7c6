"""Rows of a posted form that somebody else has deleted meanwhile: they become new ones."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.http import QueryDict

from lessons.admin.posted import count_in


def with_missing_rows_as_new(data: QueryDict, inlines: Sequence[Any], lesson: Any) -> QueryDict:
    """`data`, in which a row that is no longer stored has no key and stands after those that are.

    Django refuses the key of such a row, and the page leaves the row out.
    """
    posted = data.copy()
    for inline in inlines:
        above = _parent(inline, type(lesson))
        name, stored = _rows_below(above), inline.model._default_manager.filter(**{above.name: lesson})
        kept = _reordered(posted, name, _keys(stored))
        for nested in inline.inlines:
            above = _parent(nested, inline.model)
            keys = _keys(nested.model._default_manager.filter(**{f"{above.name}__in": stored}))
            for row in range(count_in(posted, f"{name}-TOTAL_FORMS")):
                below = f"{name}-{row}-{_rows_below(above)}"
                _reordered(posted, below, keys if row < kept else ())
                if row >= kept:
                    _forget(posted, below, above.name)
    return posted


def _reordered(data: QueryDict, prefix: str, stored: Collection[str]) -> int:
    """Put the rows that are not `stored` behind those that are; the number of these."""
    total, initial = (count_in(data, f"{prefix}-{name}_FORMS") for name in ("TOTAL", "INITIAL"))
    initial = min(initial, total)
    missing = [row for row in range(initial) if data.get(f"{prefix}-{row}-id") not in stored]
    if not missing:
        return initial
    kept = [row for row in range(initial) if row not in missing]
    for row in missing:
        data[f"{prefix}-{row}-id"] = ""
    _renumber(data, prefix, [*kept, *missing, *range(initial, total)])
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    return len(kept)


def _forget(data: QueryDict, prefix: str, name: str) -> None:
    """Empty the field `name` of all rows: it is the key of a row above that is no longer stored."""
    for row in range(count_in(data, f"{prefix}-TOTAL_FORMS")):
        data[f"{prefix}-{row}-{name}"] = ""


def _renumber(data: QueryDict, prefix: str, order: Iterable[int]) -> None:
    """Give the rows, with all that is below them, the places in which `order` names them."""
    places = {str(row): place for place, row in enumerate(order)}
    field = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)")
    moved = {}
    for name in [*data]:
        match = field.fullmatch(name)
        if match and match[1] in places:
            moved[f"{prefix}-{places[match[1]]}-{match[2]}"] = data.getlist(name)
            del data[name]
    for name, texts in moved.items():
        data.setlist(name, texts)


def _keys(rows: Any) -> set[str]:
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _parent(inline: Any, parent: type[Model]) -> Any:
    """The foreign key with which the rows of an inline name the row above them."""
    return next(field for field in inline.model._meta.fields if field.related_model is parent)


def _rows_below(key: Any) -> str:
    """What the row above calls the rows that name it. The names of their fields begin with it."""
    name: str = key.remote_field.get_accessor_name()
    return name
