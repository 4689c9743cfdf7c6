"""Installations of their own on each engine, for tests of what operators do."""

import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from functools import cached_property

import psycopg
import pytest

from tests.engines import postgresql
from tests.servers import LESSON, ROOT, environment, manage

TRACK = (
    "INSERT INTO lessons_track (slug, title, summary, number, loaded_digest) "
    "VALUES ('kept', 'Kept', '', 1, '')"
)


class Installation:
    """A folder and a database; `new_database` gives the address of another, empty one of the same engine."""

    def __init__(self, var, new_database, url=""):
        self.var = var
        self.env = environment(var, DATABASE_URL=url or new_database())
        self.new_database = new_database

    def fresh(self, name):
        var = self.var.parent / name
        var.mkdir()
        return Installation(var, self.new_database)

    def manage(self, *arguments):
        return manage(self.env, *arguments)

    def refused(self, *arguments, **env):
        """What the command says when it fails."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env | env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1, done.stdout
        return done.stderr

    def asked(self, source):
        return json.loads(self.manage("shell", "--no-imports", "-c", source))

    def execute(self, statement):
        url = self.env["DATABASE_URL"]
        if url.startswith("sqlite"):
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as found, found:
                found.execute(statement)
        else:
            with psycopg.connect(url) as found:
                found.execute(statement)


class Engine:
    """Databases of one kind, each by its address; `migrated` ones are copies of one template."""

    def __init__(self, folder):
        self.folder, self.made = folder, 0

    def number(self):
        self.made += 1
        return self.made

    @cached_property
    def template(self):
        """A database with all tables, and a track."""
        var = self.folder / "template"
        var.mkdir()
        found = Installation(var, self.new)
        found.manage("migrate", "--verbosity", "0")
        found.execute(TRACK)
        return found.env["DATABASE_URL"]


class Sqlite(Engine):
    def new(self):
        return f"sqlite:///{self.folder / f'{self.number()}.sqlite3'}"

    def migrated(self):
        made = self.new()
        shutil.copy(*(url.removeprefix("sqlite:///") for url in (self.template, made)))
        return made


class Postgresql(Engine):
    def __init__(self, folder, url):
        super().__init__(folder)
        self.url = url

    def new(self, template=""):
        name = f"handshake_{self.number()}"
        with psycopg.connect(self.url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name} {template}")
        return f"{self.url.removesuffix('/postgres')}/{name}"

    def migrated(self):
        return self.new(f"TEMPLATE {self.template.rpartition('/')[2]}")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database_engine(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("databases")
    if request.param == "sqlite":
        yield Sqlite(folder)
    else:
        with postgresql() as url:
            yield Postgresql(folder, url)


@contextmanager
def learners_arriving(server):
    """While open, learners ask for runs and are answered; gives the list of those that were."""
    answered, stop = [], threading.Event()

    def arrive():
        while not stop.is_set():
            with server.learner() as learner:
                headers = {"X-CSRFToken": learner.csrf_token(), "HX-Request": "true"}
                response = learner.post(f"/live/{LESSON}/runs/", headers=headers)
                answered.append((response.status_code, learner.cookies["learner"]))

    threads = [threading.Thread(target=arrive) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield answered
    finally:
        stop.set()
        for thread in threads:
            thread.join()
