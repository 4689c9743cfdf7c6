"""Backups of SQLite: the online backup API of SQLite copies the database while others write.

https://www.sqlite.org/backup.html. A copy of the file itself would lack what is still in the write-ahead
log. A backup is one SQLite file that needs no other beside it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from tutorial.backup.engine import IN_USE, BackupError

_SECONDS = 20  # how long to wait for another process's transaction


def back_up(to: Path) -> None:
    with _opened(_database()) as source, _opened(to) as copy:
        source.backup(
            copy
        )  # in one step: one moment of the database, and a writer does not make it start anew
        copy.execute("PRAGMA journal_mode=DELETE")


def check(backup: Path) -> None:
    with _opened(backup, mode="ro") as found:
        try:
            faults = [row[0] for row in found.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
            strays = found.execute("PRAGMA foreign_key_check").fetchall()
            found.execute("SELECT 1 FROM django_migrations LIMIT 1")
        except sqlite3.DatabaseError as error:
            raise BackupError(
                f"{backup} is not a backup of a SQLite database of Handshake: {error}."
            ) from error
    if faults or strays:
        fault = faults[0] if faults else f"{len(strays)} rows point to rows that are missing"
        raise BackupError(f"{backup} is damaged: {fault}. Take another backup.")


def applied(backup: Path) -> set[tuple[str, str]]:
    with _opened(backup, mode="ro") as found:
        return set(found.execute("SELECT app, name FROM django_migrations"))


def is_empty() -> bool:
    if not _database().exists():
        return True
    with _opened(_database()) as found:
        return not found.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def restore(backup: Path) -> None:
    """Restore into the existing file: SQLite's journal rolls back after a crash in the middle."""
    connection.close()
    _database().parent.mkdir(parents=True, exist_ok=True)
    with _opened(backup, mode="ro") as source, _opened(_database(), mode="rwc", seconds=1) as target:
        _take_for_itself(target)
        try:
            source.backup(target)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"{_database()} could not be written: {error}.") from error


def _take_for_itself(target: sqlite3.Connection) -> None:
    """Lock the file until the connection is closed. Raises `BackupError` where others have it open.

    A connection in WAL mode holds a shared lock as long as it is open, so leaving WAL mode tells of each.
    """
    try:
        target.executescript(
            "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA locking_mode=EXCLUSIVE; "
            "BEGIN EXCLUSIVE; COMMIT;"
        )
    except sqlite3.OperationalError as error:
        raise BackupError(IN_USE) from error


def _database() -> Path:
    return Path(connection.settings_dict["NAME"])


@contextmanager
def _opened(path: Path, mode: str = "rw", seconds: float = _SECONDS) -> Iterator[sqlite3.Connection]:
    """A connection that is closed at the end; `mode` as in SQLite's URIs. Raises `BackupError`."""
    try:
        opened = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=seconds)
    except sqlite3.OperationalError as error:
        raise BackupError(f"{path} could not be opened: {error}.") from error
    with closing(opened):
        yield opened
