"""Notes the statements that a view makes, with what the database answers, so that they can be made again."""

import re
from typing import Any

from django.db import connection

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}|$)")

type Statement = tuple[str, tuple[Any, ...]]
type Rows = list[tuple[Any, ...]]


class NotedStatements:
    """Around each statement of a view: notes what the database answers, or that a page cannot be cached.

    The rows are read here before the view reads them, so that a change in between is found the next time.
    """

    def __init__(self) -> None:
        self.answers: dict[Statement, Rows] = {}
        self.is_cacheable = True

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statement = sql, tuple(params or ())
        if not can_be_asked_again(statement):
            self.is_cacheable = False
        elif statement not in self.answers:
            self.answers[statement] = []  # so that the same statement, made here, is not noted again
            self.answers[statement] = rows_of(statement)
        return execute(sql, params, many, context)


def can_be_asked_again(statement: Statement) -> bool:
    """Whether the statement only reads, and has no time as a parameter, which would differ each time."""
    sql, params = statement
    return sql.startswith("SELECT") and all(map(_stays, params))


def _stays(value: Any) -> bool:
    """Whether a parameter is no time. Django passes a datetime to SQLite as text, to PostgreSQL as it is."""
    if isinstance(value, str):
        return not _MOMENT.match(value)
    return isinstance(value, int | float | None)


def rows_of(statement: Statement) -> Rows:
    """What the database answers now."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return list(cursor.fetchall())
