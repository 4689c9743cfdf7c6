"""No open run is lost: the database is away, locked or full, and the server process is told to end."""

import asyncio
import resource
import signal
import socket
import sqlite3
import threading
from contextlib import ExitStack, closing, contextmanager

import pytest
from django.db import OperationalError

from live_demo.runs import write_queue
from live_demo.runs.write_queue import WriteQueue
from tests.live_demo.watching import read_until, record
from tests.support.servers import PATIENCE, environment, serve, var_like

WAITS = "Records of runs wait for the database"


@pytest.fixture(scope="module")
def on_postgresql(made_var, made_cluster, tmp_path_factory):
    """A process of its own on a PostgreSQL of its own, and a context in which that is stopped."""
    var = var_like(made_var, tmp_path_factory.mktemp("storing") / "var")
    with made_cluster.copied() as own, ExitStack() as running:
        env = environment(var, DATABASE_URL=running.enter_context(own.started("made")))

        @contextmanager
        def stopped():
            running.close()
            yield
            running.enter_context(own.started())

        with serve("daphne", env, var / "daphne.log") as server:
            yield server, stopped


@pytest.fixture(scope="module")
def on_sqlite(made_var, tmp_path_factory, request):
    """A process for these tests, which the last of them ends, on a database of its own."""
    var = var_like(made_var, tmp_path_factory.mktemp("storing-sqlite") / "var")
    with serve(request.param, environment(var), var / "server.log") as server:
        yield server


async def close_without_storing(lab, server):
    """Close the socket of a run, whose record the server then keeps and says so."""
    already_said = server.log.read_text().count(WAITS)
    await lab.close()
    async with asyncio.timeout(PATIENCE):
        while server.log.read_text().count(WAITS) == already_said:  # noqa: ASYNC110  in another process
            await asyncio.sleep(0.05)


def database_of(server):
    return f"{server.env['DJANGO_VAR_DIR']}/handshake.sqlite3"


@contextmanager
def full_disk(server):
    """The write-ahead log of the server's database is long already, and no file may grow beyond 1 MB."""
    with closing(sqlite3.connect(database_of(server), timeout=PATIENCE)) as reader:
        reader.execute("BEGIN").execute(
            "SELECT * FROM django_migrations"
        ).fetchone()  # keeps the log as it is
        with closing(sqlite3.connect(database_of(server), timeout=PATIENCE)) as writer, writer:
            writer.execute("CREATE TABLE ballast AS SELECT zeroblob(2000000)")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
        yield
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)


async def say(lab, text):
    await lab.send(text)
    assert await lab.recv() == f"echo: {text}"


async def test_a_run_that_ends_while_postgresql_is_away_is_stored_when_it_is_back(on_postgresql):
    server, stopped = on_postgresql
    with server.learner() as ada, server.learner() as bob:
        (ticket, run_id), (open_ticket, open_id) = ada.start_run(), bob.start_run()
        async with ada.watch(ticket) as watch, ada.lab(ticket) as lab, bob.lab(open_ticket) as other:
            await say(lab, "before")
            with stopped():
                await say(lab, "while it is away")
                await close_without_storing(lab, server)
                await say(other, "open labs go on")
            await read_until(watch, "Replay this run")
            await say(other, "and go on")
        async with bob.watch(open_ticket) as watch:
            await read_until(watch, "Replay this run")
        assert "while it is away" in str(record(ada, run_id)["points"])
        assert "and go on" in str(record(bob, open_id)["points"])


async def test_what_postgresql_does_not_store_is_replaced_in_the_record(on_postgresql):
    server, _ = on_postgresql
    with server.learner() as learner:
        ticket, run_id = learner.start_run()
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            await watch.send('{"expect": {"kind": "text", "said": "\\u0000 \\ud800"}}')
            await say(lab, "a\0b")
            await lab.close()
            await read_until(watch, "Replay this run")
        labels = [point["frame"]["label"] for point in record(learner, run_id)["points"] if "frame" in point]
        assert 'text "a␀b"' in labels


@pytest.mark.parametrize("on_sqlite", ["daphne"], indirect=True)
async def test_a_run_that_ends_while_the_disk_is_full_is_stored_when_there_is_room(on_sqlite):
    with on_sqlite.learner() as learner:
        ticket, run_id = learner.start_run()
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            await say(lab, "hi")
            with full_disk(on_sqlite):
                await close_without_storing(lab, on_sqlite)
            await read_until(watch, "Replay this run")
        assert record(learner, run_id)["points"]


@pytest.mark.parametrize("on_sqlite", ["daphne"], indirect=True)
async def test_a_run_that_ends_while_sqlite_is_locked_is_stored_when_it_is_free(on_sqlite):
    with on_sqlite.learner() as learner:
        ticket, run_id = learner.start_run()
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            await say(lab, "hi")
            with closing(sqlite3.connect(database_of(on_sqlite), timeout=PATIENCE)) as locking:
                locking.execute("BEGIN IMMEDIATE")
                await close_without_storing(lab, on_sqlite)
            await read_until(watch, "Replay this run")
        assert record(learner, run_id)["points"]


@pytest.mark.parametrize("on_sqlite", ["daphne", "uvicorn"], indirect=True)
async def test_a_process_that_is_told_to_end_stores_every_open_run_whatever_else_is_connected(on_sqlite):
    with on_sqlite.learner() as learner:
        runs = [learner.start_run() for _ in range(3)]
        with socket.create_connection(("127.0.0.1", on_sqlite.port)) as half_sent:
            half_sent.sendall(b"GET / HTTP/1.1\r\nHost: localh")
            labs = [await learner.lab(ticket) for ticket, _ in runs]
            for lab in labs:
                await say(lab, "hi")
            on_sqlite.process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(on_sqlite.process.wait, PATIENCE)
            for lab in labs:
                await lab.close()
    assert "KeyError" not in on_sqlite.log.read_text()
    with closing(sqlite3.connect(database_of(on_sqlite))) as database:
        stored = dict(database.execute("SELECT id, trace FROM live_demo_run WHERE ended_at IS NOT NULL"))
    assert all("echo: hi" in stored[run_id.replace("-", "")] for _, run_id in runs)


def test_a_record_is_tried_until_it_is_stored_and_the_next_one_follows(monkeypatch):
    monkeypatch.setattr(write_queue, "RETRY_SECONDS", 0)
    queue, tries, stored = WriteQueue(), [], []

    def reluctant():
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("away")
        stored.append("first")

    first = queue.keep(reluctant)
    queue.keep(lambda: stored.append("second")).result(PATIENCE)
    assert first.result(PATIENCE) is None
    assert stored == ["first", "second"]
    assert queue.finish(PATIENCE) == 0


def test_a_record_that_no_try_will_store_is_told_and_holds_up_no_other():
    queue = WriteQueue()
    failed = queue.keep(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        failed.result(PATIENCE)
    assert queue.keep(lambda: None).result(PATIENCE) is None


def test_a_process_that_ends_says_how_many_records_it_could_not_store():
    queue, go = WriteQueue(), threading.Event()
    queue.keep(go.wait)
    assert queue.finish(0) == 1
    go.set()
    assert queue.finish(PATIENCE) == 0
