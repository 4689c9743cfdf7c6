import shutil

import pytest
from django.core.cache import caches

from lessons.folder.load import load
from lessons.models import Lesson, Track
from tests.engines import postgresql, redis
from tests.installations import database_engine  # noqa: F401  a fixture
from tests.odd_labs.consumers import LABS
from tests.servers import ROOT, environment, manage, serve
from tests.truth.server import own_truth, truth, truth_layer, truth_servers  # noqa: F401  fixtures

EVERY_LESSON = ROOT / "fixtures"
SHIPPED = ROOT / "tests" / "first_lesson"
"""The first of them alone, as links, with three of its questions: what most tests need, whatever follows."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The shipped lesson is loaded once. Tests roll back what they change; those that cannot come last."""
    with django_db_blocker.unblock():
        load(SHIPPED)


@pytest.fixture(autouse=True)
def _empty_cache():
    caches["default"].clear()


@pytest.fixture
def lesson(db):
    """The shipped lesson, the only one in the database."""
    return Lesson.objects.get()


@pytest.fixture
def no_lessons(db):
    """An empty database, for what a test loads itself."""
    Lesson.objects.all().delete()
    Track.objects.all().delete()


RUNNING = {"made_var", "daphne", "uvicorn", "cluster", "server"}
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


def _odd_lessons(directory):
    """The shipped lesson once more for each lab that misbehaves, and for the one with a group."""
    track = directory / "odd"
    shipped = SHIPPED / "django-channels"
    track.mkdir(parents=True)
    (track / "track.toml").write_text('title = "Odd labs"\nsummary = "Labs that misbehave."\nnumber = 9\n')
    for number, lab in enumerate([*LABS, "meeting", "groups"], start=1):
        folder = shutil.copytree(shipped / "01-websocket-support", track / f"{number:02}-{lab}")
        lesson = folder / "lesson.toml"
        lesson.write_text(lesson.read_text().replace('lab = "chat"', f'lab = "{lab}"'))
    return directory


@pytest.fixture(scope="session")
def made_var(tmp_path_factory):
    """The folder of a server, set up once: database, lessons, static files."""
    var = tmp_path_factory.mktemp("var")
    env = environment(var)
    manage(env, "set_up")
    manage(env, "load_lessons", SHIPPED, "--overwrite")
    manage(env, "load_lessons", _odd_lessons(tmp_path_factory.mktemp("odd")))
    return var


def _server(name, made_var, tmp_path_factory):
    var = shutil.copytree(made_var, tmp_path_factory.mktemp(name) / "var")
    return serve(name, environment(var), var / f"{name}.log")


@pytest.fixture(scope="session")
def daphne(made_var, tmp_path_factory):
    with _server("daphne", made_var, tmp_path_factory) as server:
        yield server


@pytest.fixture(scope="session")
def uvicorn(made_var, tmp_path_factory):
    with _server("uvicorn", made_var, tmp_path_factory) as server:
        yield server


@pytest.fixture(scope="session")
def cluster(made_var, tmp_path_factory):
    """Two processes on PostgreSQL and Redis: HTTP and lab sockets go to one, watch sockets to the other."""
    var = shutil.copytree(made_var, tmp_path_factory.mktemp("cluster") / "var")
    with postgresql() as database, redis() as layer:
        env = environment(var, DATABASE_URL=database, REDIS_URL=layer)
        manage(env, "set_up")
        manage(env, "load_lessons", SHIPPED, "--overwrite")
        manage(env, "load_lessons", _odd_lessons(tmp_path_factory.mktemp("odd")))
        with (
            serve("daphne", env, var / "daphne.log") as first,
            serve("uvicorn", env, var / "uvicorn.log") as second,
        ):
            first.watch_port = second.port
            yield first


@pytest.fixture(params=["daphne", "uvicorn", "cluster"])
def server(request):
    """Each server that the product supports, and two of them on the engines of a larger site."""
    return request.getfixturevalue(request.param)
