"""A server process that is killed: its runs end as lost, in every process and on every page."""

import signal
from contextlib import ExitStack, suppress
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

from live_demo.processes.heartbeat import Heartbeat
from live_demo.processes.liveness import SILENT_READINGS, Liveness
from live_demo.processes.models import ServerProcess
from tests.live_demo.watching import read_until, record
from tests.live_demo.what_ifs.what_if_answers import SAID
from tests.support.engines import redis
from tests.support.servers import PATIENCE, environment, serve, var_like

LOST = "This run was lost with its server"


@pytest.fixture
def two_processes(made_var, postgresql_engine, tmp_path):
    """Two processes on PostgreSQL and Redis; a test may kill the first."""
    var = var_like(made_var, tmp_path / "var")
    with redis() as layer, ExitStack() as stack:
        env = environment(var, DATABASE_URL=postgresql_engine.made(), REDIS_URL=layer)
        names = ("daphne", "uvicorn")
        first, second = [stack.enter_context(serve(name, env, var / f"{name}.log")) for name in names]
        first.watch_port = second.port
        yield first, second


def kill(server):
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(PATIENCE)


async def test_the_runs_of_a_killed_process_end_as_lost_and_a_watcher_elsewhere_hears_it(two_processes):
    first, second = two_processes
    with first.learner() as learner:
        (ticket, run_id), (kept_ticket, _) = learner.start_run(), learner.start_run()
        plan, what_if_ticket, what_if_id = learner.start_what_if("slow_await", **SAID)
        async with (
            learner.watch(ticket) as watch,
            learner.watch(what_if_ticket) as what_if_watch,
            learner.lab(kept_ticket, port=second.port) as kept,
        ):
            lab, what_if = await learner.lab(ticket), await learner.open(plan["labPath"])
            await lab.send("hi")
            await read_until(watch, "echo: hi")
            kill(first)
            await read_until(watch, LOST)
            await read_until(what_if_watch, LOST)
            await kept.send("the other process goes on")
            assert await kept.recv() == "echo: the other process goes on"
            await kept.close()
            lab.transport.abort()
            what_if.transport.abort()
        learner.base_url = second.url
        for lost in (run_id, what_if_id):
            assert LOST in learner.get(f"/live/runs/{lost}/").text
        assert record(learner, run_id)["points"] == []
        async with learner.watch(kept_ticket) as watch:
            assert LOST not in await read_until(watch, "Replay this run")


async def test_an_old_watch_ticket_is_told_of_the_loss_after_a_restart(made_var, tmp_path):
    var = var_like(made_var, tmp_path / "var")
    env = environment(var)
    with serve("daphne", env, var / "first.log") as server, server.learner() as learner:
        ticket, _ = learner.start_run()
        lab = await learner.lab(ticket)
        kill(server)
        lab.transport.abort()
        with serve("daphne", env, var / "second.log") as again:
            async with learner.open(f"/ws/watch/{ticket}/", port=again.port) as watch:
                await read_until(watch, LOST)


def test_a_process_is_dead_after_so_many_readings_in_which_it_has_not_beaten():
    liveness, beats = Liveness(), {"here": 0, "gone": 7}
    found = []
    for beats["here"] in range(1, SILENT_READINGS + 2):
        found.append(liveness.read(beats))
    assert found == [set()] * SILENT_READINGS + [{"gone"}]


def test_a_process_that_beats_again_in_time_is_alive():
    liveness = Liveness()
    for beats in [1] * SILENT_READINGS + [2] * SILENT_READINGS:
        assert liveness.read({"slow": beats}) == set()
    assert liveness.read({"slow": 2}) == {"slow"}


def test_who_has_just_come_takes_nobody_for_dead():
    assert Liveness().read({"old": 900}) == set()


@pytest.mark.django_db
def test_a_transaction_does_not_wait_for_a_heartbeat_that_waits_for_it():
    """SQLite has one writer at a time: the thread of the heartbeat waits until a transaction has ended."""
    heartbeat, waiting, ended = Heartbeat(), Event(), Event()

    def wait_for_the_writer(*args):
        waiting.set()
        in_time.append(ended.wait(PATIENCE))
        raise OperationalError("database is locked")

    def beat():
        with connection.execute_wrapper(wait_for_the_writer), suppress(OperationalError):
            heartbeat.beat()
        connection.connection.close()  # Django keeps a database in memory open

    in_time = []
    thread = Thread(target=beat)
    thread.start()
    assert waiting.wait(PATIENCE)
    with transaction.atomic():
        heartbeat.make_known()
    ended.set()
    thread.join()
    assert in_time == [True]
    heartbeat.beat()
    assert ServerProcess.objects.get(pk=heartbeat.id).beats == 1
