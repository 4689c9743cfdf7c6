"""Rows that are written by statements that Django builds once.

`Model.save` takes five times as long as SQLite takes to store a row. It is the way to write; this is for the
few writes that many requests wait for. No signals are sent, and the database gives no field but the key.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DatabaseError, connection, connections
from django.db.models import Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


def insert(row: Model) -> None:
    """Store a new row, and give it its key. Raises `IntegrityError`."""
    _stored(row, None)


def insert_unless_there(row: Model) -> bool:
    """Store a new row, and give it its key. False where a row with the same unique values is there."""
    return _stored(row, OnConflict.IGNORE)


def update(row: Model, *names: str) -> None:
    """Store the fields `names` of a row. Raises `DatabaseError` where the row is gone."""
    fields = [row._meta.get_field(name) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(
            _change(connection.vendor, type(row), names), [*_values(row, fields, add=False), row.pk]
        )
        if not cursor.rowcount:
            raise DatabaseError(f"{row._meta.label} {row.pk} is gone")


def _stored(row: Model, on_conflict: OnConflict | None) -> bool:
    fields = row._meta.concrete_fields
    given = fields if row.pk is not None else tuple(field for field in fields if not field.primary_key)
    with connection.cursor() as cursor:
        sql = _insertion(connection.vendor, type(row), given, on_conflict)
        cursor.execute(sql, _values(row, given, add=True))
        returned = cursor.fetchone()
    if returned is None:
        return False
    row._state.adding, row._state.db = False, connection.alias
    if row.pk is None:
        row.pk = returned[0]
    return True


@cache
def _insertion(vendor: str, model: type[Model], fields: Sequence[Any], on_conflict: OnConflict | None) -> str:
    """The statement that Django makes, which returns the key of the row."""
    query = InsertQuery(model, on_conflict=on_conflict)
    query.insert_values(fields, [model()], raw=True)
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [model._meta.pk]
    ((sql, _),) = compiler.as_sql()
    return str(sql)


@cache
def _change(vendor: str, model: type[Model], names: Sequence[str]) -> str:
    meta: Any = model._meta
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(meta.get_field(name).column)} = %s" for name in names)
    table, key = quote(meta.db_table), quote(meta.pk.column)
    return f"UPDATE {table} SET {columns} WHERE {key} = %s"  # noqa: S608  names of the model


def _values(row: Model, fields: Sequence[Any], *, add: bool) -> list[Any]:
    own = connections[connection.alias]  # the object itself: each look through the proxy costs
    return [field.get_db_prep_save(field.pre_save(row, add), own) for field in fields]
