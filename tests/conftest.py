import gc
import re
import shutil

import pytest
from _pytest.main import pytest_runtestloop as run_test_loop
from django.contrib.auth import get_user_model
from django.core.cache import caches

from lessons.page_cache import forget_pages
from lessons.search.index import segments
from tests.support.database_fixtures import (  # noqa: F401  fixtures
    django_db_setup,
    every_lesson,
    every_lesson_beside,
    lesson,
    made_database,
    no_lessons,
    rows_of_module,
)
from tests.support.database_templates import made_tables  # noqa: F401  a fixture
from tests.support.frame_room import with_room
from tests.support.other_database import at_database  # noqa: F401  a fixture
from tests.support.server_fixtures import (  # noqa: F401  fixtures
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
from tests.support.shared_folder import made_in  # noqa: F401  a fixture
from tests.truth.server import own_truth, truth, truth_layer, truth_servers  # noqa: F401  fixtures

gc.disable()


def pytest_collection_finish():
    """Freeze what is loaded by now: it stays, so the collector need not look through it again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Run all tests above one large frame."""
    return with_room(lambda: run_test_loop(session))


@pytest.fixture(autouse=True)
def _empty_cache():
    caches["default"].clear()
    forget_pages()
    segments.clear()


RUNNING = {"made_var", "database_engine", "daphne", "uvicorn", "cluster", "server", "database_server"}
"""Fixtures behind which there are server processes."""
NAMED = re.compile(rf"\b({'|'.join([*RUNNING, 'either', 'impatient'])})\b")
"""What a module names that needs them: one of these, or a fixture of its folder that needs one."""


def pytest_ignore_collect(collection_path, config):
    """Skip, for `-m servers`, modules that name no server: to read all takes three times as long."""
    if config.option.markexpr == "servers" and collection_path.suffix == ".py":
        return None if NAMED.search(collection_path.read_text()) else True
    return None


def pytest_collection_modifyitems(items, config):
    """Mark what needs running servers: `make test` starts them in one process only."""
    modules = set()
    for item in items:
        chosen = item.callspec.params.values() if hasattr(item, "callspec") else ()
        if RUNNING & {*item.fixturenames, *(name for name in chosen if isinstance(name, str))}:
            item.add_marker("servers")
            modules.add(item.path)
    if config.option.markexpr == "not servers":
        unread = [str(path) for path in modules if not NAMED.search(path.read_text())]
        assert not unread, f"`-m servers` leaves these out; put what they name in NAMED: {unread}"


@pytest.fixture
def lesson_folders(tmp_path):
    """A copy of the shipped lesson folders, to be spoiled."""
    return shutil.copytree(SHIPPED, tmp_path / "fixtures")


@pytest.fixture
def desk(client, db):
    """A client that is signed in as an administrator, ada."""
    client.force_login(get_user_model().objects.create_superuser("ada"))
    return client


@pytest.fixture(params=["daphne", "uvicorn", "cluster"])
def server(request):
    """Each server that the product supports, and two of them on the engines of a larger site."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["daphne", "cluster"])
def database_server(request):
    """A server on each database engine, which decides what of many requests at once is stored."""
    return request.getfixturevalue(request.param)
