"""The cells of the variable tracker in the admin, made without a template: a lesson has some fifty."""

from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

_CELL = (
    '<td>\n<input class="code" id="id_{name}-value" name="{name}-value" value="{value}" maxlength="200" '
    'placeholder="value" aria-label="{place}, value">\n<input name="{name}-note" value="{note}" '
    'maxlength="80" placeholder="in words" aria-label="{place}, in words">\n</td>'
)


def cells_of(name: str, number: int, row: Mapping[str, Any], columns: int) -> SafeString:
    """One row: `name` begins the names of its fields, `number` is that of its variable, from 1."""
    texts = zip(_filled(row["values"], columns), _filled(row["notes"], columns), strict=True)
    cells = [
        _CELL.format(
            name=f"{name}-m{column}",
            place=f"Variable {number}, moment {column + 1}",
            value=escape(value),
            note=escape(note),
        )
        for column, (value, note) in enumerate(texts)
    ]
    return SafeString("\n".join(cells))


def _filled(texts: list[str], columns: int) -> list[str]:
    return [*texts, *[""] * columns][:columns]
