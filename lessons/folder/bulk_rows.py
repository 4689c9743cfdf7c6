"""Rows are written in bulk: each keeps its primary key, and an open revision is told."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import reversion
from django.db import models


def sync_rows[Row: models.Model](
    model: type[Row], rows: Iterable[Mapping[str, Any]], **owner: models.Model
) -> list[Row]:
    """Replace the rows of `owner` by these, numbered from 1, and return them. A number keeps its row."""
    rows = list(rows)
    numbered = [model(number=number, **owner, **row) for number, row in enumerate(rows, start=1)]
    if rows:
        write_rows(numbered, unique=(*owner, "number"), rest=tuple(rows[0]))
    model._default_manager.filter(number__gt=len(rows), **owner).delete()
    return numbered


def write_rows(rows: Sequence[models.Model], *, unique: Sequence[str], rest: Sequence[str]) -> None:
    """Insert these rows of one model in one query, or update `rest` of those that have the same `unique`."""
    if rows:
        manager = type(rows[0])._default_manager
        manager.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=rest)
    note_in_history(rows)


def note_in_history(rows: Iterable[models.Model]) -> None:
    """Tell an open revision of rows that were written in bulk, which sends no signal.

    One that is managed by hand gets the whole lesson in the end.
    """
    if reversion.is_active() and not reversion.is_manage_manually():
        for row in rows:
            reversion.add_to_revision(row)
