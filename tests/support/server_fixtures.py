"""What the servers and the commands of the tests start from: made once a session, and copied for each."""

import shutil
import subprocess

import pytest

from tests.odd_labs.consumers import LABS
from tests.support.database_templates import migrate_to_older
from tests.support.engines import free_port, redis
from tests.support.installations import TRACK, InProcess, Installation, Postgresql, Sqlite
from tests.support.other_database import connected_to
from tests.support.postgresql import Cluster, postgresql_cluster
from tests.support.servers import ROOT, environment, manage_all, serve, serve_like, var_like
from tests.support.shared_folder import made_once

EVERY_LESSON = ROOT / "fixtures"
SHIPPED = ROOT / "tests" / "first_lesson"
"""The first of them alone, as links, with three of its questions: what most tests need, whatever follows."""


@pytest.fixture(scope="session")
def server_lessons(tmp_path_factory):
    """Folders of every lesson, the first as in `SHIPPED`, and of one more for each lab that misbehaves."""
    folders = shutil.copytree(EVERY_LESSON, tmp_path_factory.mktemp("lessons") / "fixtures")
    first = SHIPPED / "django-channels" / "01-websocket-support"
    shutil.copytree(first, folders / "django-channels" / first.name, dirs_exist_ok=True)
    odd = folders / "odd"
    odd.mkdir()
    (odd / "track.toml").write_text('title = "Odd labs"\nsummary = "Labs that misbehave."\nnumber = 9\n')
    for number, lab in enumerate([*LABS, "meeting", "groups"], start=1):
        lesson = shutil.copytree(first, odd / f"{number:02}-{lab}") / "lesson.toml"
        lesson.write_text(lesson.read_text().replace('lab = "chat"', f'lab = "{lab}"'))
    return folders


@pytest.fixture(scope="session")
def made_var(server_lessons, made_tables, made_in):
    """The folder of a server: database, lessons, static files."""

    def make(var):
        shutil.copy(made_tables / "migrated.sqlite3", var / "handshake.sqlite3")
        env = environment(var)
        manage_all(env, ["set_up"], ["load_lessons", server_lessons, "--overwrite"])

    return made_once(made_in / "var", make)


@pytest.fixture(scope="session")
def sqlite_engine(made_var, made_tables, tmp_path_factory):
    return Sqlite(tmp_path_factory.mktemp("databases"), made_var / "handshake.sqlite3", made_tables)


@pytest.fixture(scope="session")
def made_cluster(django_db_setup, django_db_blocker, server_lessons, made_var, made_in, tmp_path_factory):
    """A PostgreSQL to be copied, whose database `made` has the tables and lessons of `made_var`."""
    var = var_like(made_var, tmp_path_factory.mktemp("made-cluster") / "var")

    def make(folder):
        with postgresql_cluster() as cluster:
            with cluster.started() as url, django_db_blocker.unblock():
                _make_databases(Postgresql(url), var, server_lessons)
            subprocess.run(["mv", cluster.directory / "data", folder], check=True)

    return Cluster(made_once(made_in / "cluster", make), free_port())


def _make_databases(engine, var, lessons):
    older = InProcess(var, engine.new("older"))
    with connected_to(older.env["DATABASE_URL"]):
        migrate_to_older()
    migrated = InProcess(var, engine.new("migrated", template="older"))
    migrated.manage("migrate", "--verbosity", "0")
    Installation(var, engine.new("made", template="migrated")).manage("load_lessons", lessons)
    for with_track in (older, migrated):
        with_track.execute(TRACK)


@pytest.fixture(scope="session")
def postgresql_engine(made_cluster):
    with made_cluster.copied() as own, own.started() as url:
        yield Postgresql(url)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_engine(request):
    """Databases of each engine."""
    return request.getfixturevalue(f"{request.param}_engine")


@pytest.fixture(scope="session")
def daphne(made_var, tmp_path_factory):
    with serve_like(made_var, tmp_path_factory.mktemp("daphne"), "daphne") as server:
        yield server


@pytest.fixture(scope="session")
def uvicorn(made_var, tmp_path_factory):
    own_sandbox = {"OWN_CODE_SOCKET": ""}  # as where no service is set up
    with serve_like(made_var, tmp_path_factory.mktemp("uvicorn"), "uvicorn", **own_sandbox) as server:
        yield server


@pytest.fixture(scope="session")
def cluster(made_var, postgresql_engine, tmp_path_factory):
    """Two processes on PostgreSQL and Redis: HTTP and lab sockets go to one, watch sockets to the other."""
    var = var_like(made_var, tmp_path_factory.mktemp("cluster") / "var")
    with redis() as layer:
        env = environment(var, DATABASE_URL=postgresql_engine.made(), REDIS_URL=layer)
        with (
            serve("daphne", env, var / "daphne.log") as first,
            serve("uvicorn", env, var / "uvicorn.log") as second,
        ):
            first.watch_port = second.port
            yield first
