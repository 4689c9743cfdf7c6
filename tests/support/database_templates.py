"""Databases with tables and no row, in SQLite files, migrated once for all test processes."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.support.other_database import connected_to, in_own_thread
from tests.support.shared_folder import made_once

EARLY = ("lessons", "0009_wrong_results")
"""The last migration of an early version, from which rows are upgraded."""
OLDER = [("live_demo", "0023_fill"), ("quizzes", "0027_shuffle")]
"""The last migrations of an older version. Later ones make more tables, and rename some."""


class _EachMigration(MigrationLoader):
    """Loads the migrations as versions had them that came before the squashed ones."""

    def load_disk(self) -> None:
        super().load_disk()
        for key, migration in list(self.disk_migrations.items()):
            if migration.replaces and migration.replaces[0] in self.disk_migrations:
                del self.disk_migrations[key]


def executor_of_each() -> MigrationExecutor:
    """An executor that takes one migration after the other, none that is squashed."""
    executor = MigrationExecutor(connection)
    executor.loader = _EachMigration(connection)
    return executor


def migrate_to_older() -> None:
    """Make the tables of the older version in an empty database. Libraries are those of today."""
    executor, apps = MigrationExecutor(connection), {app for app, _ in OLDER}
    others = [each for each in executor.loader.graph.leaf_nodes() if each[0] not in apps]
    executor.migrate([*OLDER, *others])


@pytest.fixture(scope="session")
def made_tables(django_test_environment, django_db_blocker, made_in) -> Path:
    """A folder with `early.sqlite3`, `older.sqlite3` and `migrated.sqlite3`. To be copied, never changed."""
    with django_db_blocker.unblock():
        return made_once(made_in / "tables", lambda folder: in_own_thread(_make, folder))


def _make(folder: Path) -> None:
    early, older, migrated = (folder / f"{name}.sqlite3" for name in ("early", "older", "migrated"))
    with connected_to(f"sqlite:///{early}"):
        executor_of_each().migrate([EARLY])
    with connected_to(f"sqlite:///{older}"):
        migrate_to_older()
    shutil.copy(older, migrated)
    with connected_to(f"sqlite:///{migrated}"):
        call_command("migrate", verbosity=0)
