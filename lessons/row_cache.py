"""Objects that stay in this process for as long as their row in the database stays the same.

Building a query and an object takes Django ten times as long as SQLite takes to find a row. Here a plain
statement reads the row on every call, and Django builds the object again only if the row has changed: so a
change counts at once, in all processes, and nothing has to be told of it.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.db.models import Model, QuerySet

from lessons.prepared import Prepared, Value

MAX_OBJECTS = 1000
"""Objects that one cache keeps: those that were used last."""


class RowCache[Found: Model]:
    """The objects of a query by values, such as a lesson by its track's slug and its own.

    `query` takes values of the `types`; with `select_related` the rows of other tables count, too. Threads
    share the objects: nobody may change them.
    """

    def __init__(self, query: Callable[..., QuerySet[Found]], *types: type) -> None:
        self._query = query
        self._first = Prepared(lambda *values: query(*values)[:1], *types)
        self._cached: OrderedDict[tuple[Value, ...], tuple[Any, Found]] = OrderedDict()
        self._lock = Lock()

    def get(self, *values: Value) -> Found | None:
        """The object with these values, as it is stored now."""
        rows = self._first.rows(*values)
        with self._lock:
            if not rows:
                self._cached.pop(values, None)
                return None
            cached_rows, cached = self._cached.get(values, (None, None))
            if cached_rows == rows:
                self._cached.move_to_end(values)
                return cached
        found = self._query(*values).first()
        with self._lock:
            if found is not None:
                self._cached[values] = (rows, found)
                while len(self._cached) > MAX_OBJECTS:
                    self._cached.popitem(last=False)
        return found
