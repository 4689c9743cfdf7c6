"""The backend that Django loads. Nothing but the conversion of statements differs from Django's own.

Django writes `%s` for a parameter, SQLite `?`. To replace them in a statement of 1,500 characters takes as
long as SQLite takes to answer it, and a server makes the same statements over and over.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

MAX_CACHED = 2000
"""Statements whose converted text this process keeps: about 2 kB each, those that were used last."""


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        if param_names is not None:
            return super().convert_query(query, param_names=param_names)
        return _converted(query)


@lru_cache(MAX_CACHED)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)
