"""Writes that give up instead of waiting for a lock, for what a page sends by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper

_LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's error code for a lock that was not to be had in time."""


class BusyError(Exception):
    """Raised while another writer holds the database, or the row."""


@contextmanager
def without_waiting() -> Iterator[None]:
    """Run the statements of the block without waiting for other writers. Raises `BusyError`.

    Not inside a transaction.
    """
    with connection.cursor() as cursor:
        usual = _set_wait(cursor, None)
    try:
        yield
    except OperationalError as error:
        if _is_busy(error):
            raise BusyError from error
        raise
    finally:
        with connection.cursor() as cursor:
            _set_wait(cursor, usual)


def _set_wait(cursor: CursorWrapper, wait: str | None) -> str:
    """Set how long statements wait for a lock; None: not at all. Returns how long they waited before."""
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA busy_timeout")
        before = str(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout = {int(wait or 0)}")
    else:
        cursor.execute("SHOW lock_timeout")
        before = str(cursor.fetchone()[0])
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [wait or "1ms"])
    return before


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.__cause__, "sqlstate", None)
    return code == _LOCK_NOT_AVAILABLE or "database is locked" in str(error)
