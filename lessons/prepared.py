"""Compile a queryset once, and run its SQL with other parameters.

Building a query takes Django ten times as long as SQLite takes to answer it. So the SQL is built once for a
kind of database, with examples in the places of the values, and every later call is a plain statement.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
        self._statements: dict[str, _Statement] = {}

    def rows(self, *values: Value) -> Rows:
        """The rows of the query with these values."""
        return _rows(self._statement(), values)

    def converted(self, *values: Value) -> Rows:
        """The rows with the values that the fields of models have in Python, such as a time or JSON."""
        statement = self._statement()
        rows: Iterable[Any] = _rows(statement, values)
        if statement.converters:
            rows = statement.compiler.apply_converters(rows, statement.converters)
        return list(map(tuple, rows))

    def _statement(self) -> "_Statement":
        """The statement for this kind of database."""
        if connection.vendor not in self._statements:
            examples = [_EXAMPLES[each](place) for place, each in enumerate(self._types)]
            compiler = self._query(*examples).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            converters = compiler.get_converters([each[0] for each in compiler.select])
            self._statements[connection.vendor] = _Statement(
                sql, _with_places(params, examples), compiler, converters
            )
        return self._statements[connection.vendor]


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL, its parameters, of which some are places of values, and how Django converts its rows."""

    sql: str
    params: tuple[Any, ...]
    compiler: Any
    converters: Any


def _rows(statement: _Statement, values: Sequence[Value]) -> Rows:
    given = [
        _as_parameter(values[each.place]) if isinstance(each, _Place) else each for each in statement.params
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, given)
        return list(cursor.fetchall())


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
