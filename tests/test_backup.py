"""Backup and restore, on both engines, beside a server that goes on writing."""

import shutil
import sqlite3
import uuid
from contextlib import closing

import pytest
from django.test import override_settings

from lessons.identity import learner_id_in
from tests.support.installations import InProcess, Installation, learners_arriving
from tests.support.other_database import connected_to
from tests.support.page_client import PageClient
from tests.support.servers import serve, var_like
from tests.support.waiting import wait_until
from tutorial.backup.atomic_file import atomic_file

TRACKS = "SELECT slug FROM lessons_track"
WITH_RUNS = "SELECT DISTINCT learner_id FROM live_demo_run"


pytestmark = pytest.mark.django_db


@pytest.fixture
def migrated(db, database_engine, tmp_path):
    """An installation with all tables and a track."""
    (tmp_path / "var").mkdir()
    return InProcess(tmp_path / "var", database_engine.migrated())


@pytest.fixture
def empty(db, database_engine, tmp_path):
    """An installation without a table."""
    (tmp_path / "empty").mkdir()
    return InProcess(tmp_path / "empty", database_engine.new())


def learner_ids(answered, env):
    """The ids in the signed cookies."""
    with override_settings(SECRET_KEY=env["DJANGO_SECRET_KEY"]):
        return {learner_id_in({"learner": cookie}) for _, cookie in answered}


def test_a_backup_of_a_running_server_holds_every_answered_write(database_engine, made_var, tmp_path):
    var = var_like(made_var, tmp_path / "var")
    running = Installation(var, database_engine.made())
    backup = tmp_path / "handshake.backup"
    with (
        serve("daphne", running.env, var / "daphne.log") as server,
        learners_arriving(server) as answered,
    ):
        wait_until(lambda: len(answered) >= 10, alive=server.process)
        before = list(answered)
        assert "complete and checked" in running.manage("backup", backup)
        running = InProcess(var, running.env["DATABASE_URL"])
        said = running.refused("restore", backup, "--overwrite")
        assert "Another process has the database open." in said
        during = len(answered)
        wait_until(lambda: len(answered) >= during + 2, alive=server.process)  # the server goes on
    assert {status for status, _ in answered} == {200}
    restored = InProcess(tmp_path, database_engine.new())
    restored.manage("restore", backup)
    held = {uuid.UUID(str(learner)) for (learner,) in restored.rows(WITH_RUNS)}
    assert learner_ids(before, running.env) <= held <= learner_ids(answered, running.env)
    complete = tmp_path / "complete.backup"
    running.manage("backup", complete)
    restored.manage("restore", complete, "--overwrite")
    assert restored.count_rows() == running.count_rows()
    with connected_to(restored.env["DATABASE_URL"]):
        assert PageClient().get("/").status_code == 200


def test_what_is_there_is_replaced_only_on_demand(migrated, tmp_path):
    backup = tmp_path / "handshake.backup"
    migrated.manage("backup", backup)
    assert backup.stat().st_mode & 0o077 == 0  # it holds what is personal
    written = backup.read_bytes()
    assert "--overwrite" in migrated.refused("backup", backup)
    assert backup.read_bytes() == written
    migrated.execute("DELETE FROM lessons_track")
    said = migrated.refused("restore", backup)
    assert "The database is not empty." in said
    assert "Nothing was changed." in said
    assert migrated.rows(TRACKS) == []
    migrated.manage("restore", backup, "--overwrite")
    assert migrated.rows(TRACKS) == [("kept",)]
    migrated.manage("backup", backup, "--overwrite")
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_backup_of_a_newer_version_is_refused(migrated, empty, tmp_path):
    backup = tmp_path / "handshake.backup"
    row = "INSERT INTO django_migrations (app, name, applied) VALUES ('lessons', '9999_x', '2030-01-01')"
    migrated.execute(row)
    migrated.manage("backup", backup)
    said = empty.refused("restore", backup)
    assert "a newer version of Handshake" in said
    assert "lessons.9999_x" in said
    assert empty.count_rows() == {}


def test_a_backup_of_an_older_version_is_migrated(database_engine, migrated, tmp_path):
    backup, older = tmp_path / "handshake.backup", InProcess(migrated.var, database_engine.older())
    older.execute("UPDATE lessons_track SET slug = 'old'")
    older.manage("backup", backup)
    migrated.manage("restore", backup, "--overwrite")  # with tables that the backup does not know
    migrated.manage("migrate", "--check")
    assert migrated.rows(TRACKS) == [("old",)]


def test_a_damaged_backup_is_refused_and_the_database_stays(migrated, tmp_path):
    backup = tmp_path / "handshake.backup"
    migrated.manage("backup", backup)
    content = backup.read_bytes()
    for damaged in (content[: len(content) // 2], b"This is no backup.\n" * 1000, b""):
        backup.write_bytes(damaged)
        assert "Nothing was changed." in migrated.refused("restore", backup, "--overwrite")
    assert "There is no file" in migrated.refused("restore", tmp_path / "missing")
    assert migrated.rows(TRACKS) == [("kept",)]


def test_a_database_without_handshake_makes_no_backup(empty, tmp_path):
    assert "No backup was made." in empty.refused("backup", tmp_path / "x.backup")
    assert not (tmp_path / "x.backup").exists()
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.parametrize("database_engine", ["postgresql"], indirect=True)
def test_without_the_programs_of_postgresql_it_says_what_to_install(migrated, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    said = migrated.refused("backup", tmp_path / "x.backup")
    assert "pg_dump is not installed" in said
    assert "postgresql-client" in said


def test_a_copy_of_the_file_alone_lacks_what_a_backup_has(tmp_path):
    """The write-ahead log is a file of its own. This is why there is a command for backups."""
    database = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(database, isolation_level=None)) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("CREATE TABLE kept (number INTEGER)")
        server.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        server.execute("INSERT INTO kept VALUES (1)")
        copied = shutil.copy(database, tmp_path / "copy.sqlite3")
        with closing(sqlite3.connect(copied)) as copy:
            assert copy.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_file_that_is_not_finished_leaves_the_old_one(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(RuntimeError), atomic_file(path) as made:
        made.write_text("half of the n")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
