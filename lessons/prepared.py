"""Queries that Django builds once, and that are made with other values from then on.

Building a query takes Django ten times as long as SQLite takes to answer it. So the SQL is built once for a
kind of database, with examples in the places of the values, and every later call is a plain statement.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

type Value = str | int | uuid.UUID | datetime
type Rows = list[tuple[Any, ...]]

_EXAMPLES: dict[type, Callable[[int], Value]] = {
    str: lambda place: f"\0{place}",
    int: lambda place: 2_000_000_000 + place,
    uuid.UUID: lambda place: uuid.UUID(int=2**127 + place),
    datetime: lambda place: datetime(9000, 1, 1, 0, 0, place, tzinfo=UTC),
}
"""A value of each type and place that no query has as a constant."""


class Prepared:
    """A query of values, such as `values_list`, as a function of values of the `types`.

    Rows come as the database gives them: texts and numbers are alike in all of them, and `moment` reads a
    time. Each value has to be a parameter, and the rest of the query the same for all of them.
    """

    def __init__(self, query: Callable[..., QuerySet[Any, Any]], *types: type) -> None:
        self._query, self._types = query, types
        self._statements: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, *values: Value) -> Rows:
        """The rows of the query with these values."""
        sql, params = self._statement()
        given = [_as_parameter(values[each.place]) if isinstance(each, _Place) else each for each in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return list(cursor.fetchall())

    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        """The SQL for this kind of database, and its parameters: some are places of values."""
        if connection.vendor not in self._statements:
            examples = [_EXAMPLES[each](place) for place, each in enumerate(self._types)]
            sql, params = self._query(*examples).query.sql_with_params()
            self._statements[connection.vendor] = sql, _with_places(params, examples)
        return self._statements[connection.vendor]


def moment(found: Any) -> datetime | None:
    """A time out of a row. SQLite has it as a text, in UTC."""
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if isinstance(found, str) else found


class _Place(int):
    """The place of a value among the parameters of a statement."""

    @property
    def place(self) -> int:
        return int(self)


def _with_places(params: Sequence[Any], examples: Sequence[Value]) -> tuple[Any, ...]:
    places = {_as_parameter(example): _Place(place) for place, example in enumerate(examples)}
    return tuple(places.get(each, each) for each in params)


def _as_parameter(value: Value) -> Any:
    """The value as the database takes it."""
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
