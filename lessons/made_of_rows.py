"""A value that is computed from all rows of a query, cached in this process until a row changes."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from lessons.prepared import Prepared, Rows


class MadeOfRows[Made]:
    """What `make` makes of the rows of a `query`, such as the JSON of a list.

    A plain statement reads the rows on every call: so a change counts at once, in all processes. `make` gets
    the rows as `Prepared` gives them. Threads share what it returns: nobody may change it.
    """

    def __init__(self, query: Callable[[], QuerySet[Any, Any]], make: Callable[[Rows], Made]) -> None:
        self._query, self._make = Prepared(query), make
        self._cached: tuple[Rows, Made] | None = None

    def get(self) -> Made:
        """The value for the rows as they are stored now."""
        rows, kept = self._query.rows(), self._cached
        if kept is None or kept[0] != rows:
            kept = self._cached = rows, self._make(rows)
        return kept[1]
