"""Installations of their own on each engine, for tests of what operators do."""

import io
import itertools
import shutil
import sqlite3
import threading
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.core.management import CommandError, call_command

from tests.support.other_database import connected_to
from tests.support.processes import run
from tests.support.servers import LESSON, environment, manage

TRACK = (
    "INSERT INTO lessons_track (slug, title, summary, number, loaded_digest) "
    "VALUES ('kept', 'Kept', '', 1, '')"
)


class Installation:
    """A folder and the address of a database in it, or of another engine."""

    def __init__(self, var, database):
        self.var = var
        self.env = environment(var, DATABASE_URL=database)

    def manage(self, *arguments):
        return manage(self.env, *arguments)

    def refused(self, *arguments):
        """Run a command that fails, and return its message."""
        done = run(["manage.py", *arguments], env=self.env)
        assert done.returncode == 1, done.stdout
        return done.stderr

    def rows(self, query):
        """The rows of a query."""
        with self._connected() as found:
            return found.execute(query).fetchall()

    def execute(self, statement):
        with self._connected() as found:
            found.execute(statement)

    @contextmanager
    def _connected(self):
        """A connection; what it did is kept if the block ends well."""
        url = self.env["DATABASE_URL"]
        is_file = url.startswith("sqlite")
        opened = sqlite3.connect(url.removeprefix("sqlite:///")) if is_file else psycopg.connect(url)
        with closing(opened) as found, found:
            yield found

    def count_rows(self):
        """{table: number of its rows}"""
        tables = (
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if self.env["DATABASE_URL"].startswith("sqlite")
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        with self._connected() as found:
            names = [name for (name,) in found.execute(tables).fetchall()]
            return {name: found.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


class InProcess(Installation):
    """An installation whose commands run in the process of the test, where none has to be started."""

    def manage(self, *arguments):
        said = io.StringIO()
        with connected_to(self.env["DATABASE_URL"]):
            call_command(*map(str, arguments), stdout=said)
        return said.getvalue()

    def refused(self, *arguments):
        with pytest.raises(CommandError) as raised:
            self.manage(*arguments)
        return str(raised.value)


class Sqlite:
    """Databases in files, each by its address.

    `made` has lessons, `migrated` all tables and a track, `older` the tables of an older version and a track.
    """

    def __init__(self, folder, made, tables):
        self.folder, self.number, self._made, self._tables = folder, itertools.count(1), made, tables

    def new(self, template=None):
        path = self.folder / f"{next(self.number)}.sqlite3"
        if template:
            shutil.copy(template, path)
        return f"sqlite:///{path}"

    def made(self):
        return self.new(self._made)

    def migrated(self):
        return self._with_track("migrated.sqlite3")

    def older(self):
        return self._with_track("older.sqlite3")

    def _with_track(self, name):
        url = self.new(self._tables / name)
        Installation(self.folder, url).execute(TRACK)
        return url


class Postgresql:
    """Databases of the cluster at `url`, each by its address; with the same templates."""

    def __init__(self, url):
        self.url, self.number = url, itertools.count(1)

    def new(self, name="", template="template1"):
        name = name or f"handshake_{next(self.number)}"
        with psycopg.connect(self.url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"{self.url.removesuffix('/postgres')}/{name}"

    def made(self):
        return self.new(template="made")

    def migrated(self):
        return self.new(template="migrated")

    def older(self):
        return self.new(template="older")


@contextmanager
def learners_arriving(server):
    """Let one learner after another ask for a run, while entered. Gives the list of the answers."""
    answered, stop = [], threading.Event()

    def arrive():
        while not stop.wait(0.25):
            with server.learner() as learner:
                try:
                    answered.append(ask(learner))
                except Exception as error:  # or whoever waits for the next answer would wait for ever
                    answered.append((repr(error), ""))

    def ask(learner):
        headers = {"X-CSRFToken": learner.csrf_token(), "HX-Request": "true"}
        response = learner.post(f"/live/{LESSON}/runs/", headers=headers)
        return response.status_code, learner.cookies["learner"]

    thread = threading.Thread(target=arrive)
    thread.start()
    try:
        yield answered
    finally:
        stop.set()
        thread.join()
