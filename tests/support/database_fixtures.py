"""The database of a test process: tables and lessons are made once, and copied into its memory."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from django.apps import apps
from django.db import connection, transaction

from lessons.folder.load import load
from lessons.models import Lesson
from tests.support.other_database import connected_to, in_own_thread
from tests.support.server_fixtures import EVERY_LESSON, SHIPPED
from tests.support.shared_folder import made_once


@pytest.fixture(scope="session")
def made_database(made_tables, django_db_blocker, made_in):
    """The SQLite file with all tables and the first lesson. To be copied, never changed."""
    with django_db_blocker.unblock():
        return _made_with(SHIPPED, made_tables, made_in / "tests")


@pytest.fixture(scope="session")
def django_db_setup(made_database, django_db_blocker):
    """Takes the place of pytest-django's. Tests roll back what they change; those that cannot come last."""
    with django_db_blocker.unblock():
        _copy_into_memory(made_database)


@pytest.fixture(scope="session")
def every_lesson_beside(made_tables, django_db_setup, django_db_blocker, made_in):
    """A database with every shipped lesson at the same connection, for `take_every_lesson`."""
    with django_db_blocker.unblock():
        file = _made_with(EVERY_LESSON, made_tables, made_in / "every-lesson")
        with connection.cursor() as cursor:
            cursor.execute(f"ATTACH 'file:{file}?mode=ro' AS every_lesson")


@pytest.fixture
def every_lesson(every_lesson_beside, db):
    """Every shipped lesson, and none else, as just loaded from their folders."""
    take_every_lesson()


def take_every_lesson():
    """Put the rows of every shipped lesson in place of all rows, in the transaction that is open."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'DELETE FROM main."{table}"')
            cursor.execute(f'INSERT INTO main."{table}" SELECT * FROM every_lesson."{table}"')


@pytest.fixture
def lesson(db):
    """The shipped lesson, the only one in the database."""
    return Lesson.objects.get()


def delete_lessons():
    """Empty the tables of lessons and of what belongs to them, at once: Django would look for each row."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for app in ("live_demo", "quizzes", "lessons"):
            for model in apps.get_app_config(app).get_models(include_auto_created=True):
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')


@pytest.fixture
def no_lessons(db):
    """An empty database, for what a test loads itself."""
    delete_lessons()


@pytest.fixture(scope="module")
def rows_of_module(django_db_setup, django_db_blocker):
    """Keep what a fixture of the module writes for each of its tests, and roll it back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


FILE = "handshake.sqlite3"


def _made_with(lessons, made_tables, folder):
    """The SQLite file in `folder` with all tables and what is loaded from `lessons`, made once."""

    def make(folder):
        file = shutil.copy(made_tables / "migrated.sqlite3", folder / FILE)
        with connected_to(f"sqlite:///{file}"):
            load(lessons)

    return made_once(folder, lambda folder: in_own_thread(make, folder)) / FILE


def _copy_into_memory(file):
    """Connect to a database in memory, which all threads share, with the content of `file`."""
    if not connection.is_in_memory_db():
        connection.close()
        connection.settings_dict["NAME"] = "file:tests?mode=memory&cache=shared"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as made:
        made.backup(connection.connection)
