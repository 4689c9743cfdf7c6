"""Databases with tables and no row, in SQLite files, migrated once for all test processes."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.connected import connected_to, in_own_thread
from tests.made_once import made_once

OLDER = [("live_demo", "0017_judged_runs"), ("quizzes", "0020_origin")]
"""The last migrations of an older version. Later ones make more tables, and rename some."""


def migrate_to_older() -> None:
    """Make the tables of the older version in an empty database."""
    MigrationExecutor(connection).migrate(OLDER)


@pytest.fixture(scope="session")
def made_tables(django_test_environment, django_db_blocker, made_in) -> Path:
    """A folder with `older.sqlite3` and with `migrated.sqlite3`. To be copied, never changed."""
    with django_db_blocker.unblock():
        return made_once(made_in / "tables", lambda folder: in_own_thread(_make, folder))


def _make(folder: Path) -> None:
    older, migrated = folder / "older.sqlite3", folder / "migrated.sqlite3"
    with connected_to(f"sqlite:///{older}"):
        migrate_to_older()
    shutil.copy(older, migrated)
    with connected_to(f"sqlite:///{migrated}"):
        call_command("migrate", verbosity=0)
