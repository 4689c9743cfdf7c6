"""Objects that stay in this process for as long as their row in the database stays the same.

Building a query and an object takes Django ten times as long as SQLite takes to find a row. Here a plain
statement reads the row on every call, and Django builds the object again only if the row has changed: so a
change counts at once, in all processes, and nothing has to be told of it.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, cast

from django.db import connection
from django.db.models import Model, QuerySet

MAX_OBJECTS = 1000
"""Objects that one cache keeps: those that were used last."""


class RowCache[Found: Model]:
    """The objects of a query by the values of its lookups, such as a lesson by its track's slug and its own.

    `query` makes the query; with `select_related` the rows of other tables count, too. `lookups` name fields
    that hold text, and each is compared with `exact`. Threads share the objects: nobody may change them.
    """

    def __init__(self, query: Callable[[], QuerySet[Found]], *lookups: str) -> None:
        self._query, self._lookups = query, lookups
        self._kept: OrderedDict[tuple[str, ...], tuple[Any, Found]] = OrderedDict()
        self._statements: dict[str, tuple[str, list[Any]]] = {}
        self._lock = Lock()

    def get(self, *values: str) -> Found | None:
        """The object with these values, as it is stored now."""
        row = self._row(values)
        with self._lock:
            if row is None:
                self._kept.pop(values, None)
                return None
            kept_row, kept = self._kept.get(values, (None, None))
            if kept_row == row:
                self._kept.move_to_end(values)
                return kept
        found = self._find(values).first()
        with self._lock:
            if found is not None:
                self._kept[values] = (row, found)
                while len(self._kept) > MAX_OBJECTS:
                    self._kept.popitem(last=False)
        return found

    def _row(self, values: tuple[str, ...]) -> tuple[Any, ...] | None:
        sql, params = self._statement()
        given = [values[each.place] if isinstance(each, _Place) else each for each in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return cast(tuple[Any, ...] | None, cursor.fetchone())

    def _statement(self) -> tuple[str, list[Any]]:
        """The SQL of the query for this kind of database, and its parameters: some are places of values."""
        if connection.vendor not in self._statements:
            places = [_Place(number) for number in range(len(self._lookups))]
            sql, params = self._find(tuple(places))[:1].query.sql_with_params()
            self._statements[connection.vendor] = sql, list(params)
        return self._statements[connection.vendor]

    def _find(self, values: tuple[str, ...]) -> QuerySet[Found]:
        return self._query().filter(**dict(zip(self._lookups, values, strict=True)))


class _Place(str):
    """The place of a value among the parameters of a statement. A text, as the field demands."""

    def __new__(cls, place: int) -> "_Place":
        made = super().__new__(cls, place)
        made.place = place
        return made

    place: int
