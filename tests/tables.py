"""Databases with tables and no row, in SQLite files, migrated once for all test processes."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.connected import connected_to, in_own_thread
from tests.made_once import made_once

OLDER = ("lessons", "0009")
"""The migration of an older version."""


@pytest.fixture(scope="session")
def made_tables(django_test_environment, django_db_blocker, made_in) -> Path:
    """A folder with `older.sqlite3` and with `migrated.sqlite3`. To be copied, never changed."""
    with django_db_blocker.unblock():
        return made_once(made_in / "tables", lambda folder: in_own_thread(_make, folder))


def _make(folder: Path) -> None:
    older, migrated = folder / "older.sqlite3", folder / "migrated.sqlite3"
    _migrate(older, *OLDER)
    _migrate(shutil.copy(older, migrated))


def _migrate(file: Path, *target: str) -> None:
    with connected_to(f"sqlite:///{file}"):
        call_command("migrate", *target, verbosity=0)
