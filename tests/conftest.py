import shutil

import pytest
from django.core.cache import caches
from django.db import transaction

from lessons.folder.load import load
from lessons.kept_pages import forget_pages
from lessons.models import Lesson, Track
from tests.made import (  # noqa: F401  fixtures
    EVERY_LESSON,
    SHIPPED,
    cluster,
    daphne,
    database_engine,
    made_cluster,
    made_var,
    postgresql_engine,
    server_lessons,
    sqlite_engine,
    uvicorn,
)
from tests.made_once import made_in  # noqa: F401  a fixture
from tests.truth.server import own_truth, truth, truth_layer, truth_servers  # noqa: F401  fixtures


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The shipped lesson is loaded once. Tests roll back what they change; those that cannot come last."""
    with django_db_blocker.unblock():
        load(SHIPPED)


@pytest.fixture(autouse=True)
def _empty_cache():
    caches["default"].clear()
    forget_pages()


@pytest.fixture
def lesson(db):
    """The shipped lesson, the only one in the database."""
    return Lesson.objects.get()


def delete_lessons():
    Lesson.objects.all().delete()
    Track.objects.all().delete()


@pytest.fixture
def no_lessons(db):
    """An empty database, for what a test loads itself."""
    delete_lessons()


@pytest.fixture(scope="module")
def rows_of_module(django_db_setup, django_db_blocker):
    """What a fixture of the module writes is there for each of its tests, and gone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


RUNNING = {"made_var", "database_engine", "daphne", "uvicorn", "cluster", "server"}
"""Fixtures behind which there are server processes."""


def pytest_collection_modifyitems(items):
    """Mark what needs running servers: `make test` starts them in one process only."""
    for item in items:
        chosen = item.callspec.params.values() if hasattr(item, "callspec") else ()
        if RUNNING & {*item.fixturenames, *(name for name in chosen if isinstance(name, str))}:
            item.add_marker("servers")


@pytest.fixture
def lesson_folders(tmp_path):
    """A copy of the shipped lesson folders, to be spoiled."""
    return shutil.copytree(SHIPPED, tmp_path / "fixtures")


@pytest.fixture(params=["daphne", "uvicorn", "cluster"])
def server(request):
    """Each server that the product supports, and two of them on the engines of a larger site."""
    return request.getfixturevalue(request.param)
