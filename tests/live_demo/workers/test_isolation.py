"""A learner's fault hurts nobody else: proven by the order of events and by processes, not by the clock."""

import asyncio
import contextlib
import os
import re
import signal
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from tests.live_demo.watching import read_until, until
from tests.live_demo.what_ifs.what_if_answers import SAID
from tests.support.servers import environment, serve, var_like


def workers_of(server):
    """The pids of the worker processes that this server has: children of its child, the fork server."""
    return [worker for fork_server in _children(server.process.pid) for worker in _children(fork_server)]


def _children(pid):
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _read(pid, name):
    return Path(f"/proc/{pid}/{name}").read_text()


@pytest.fixture
async def blocked(server):
    """A server, one of whose runs is blocked by time.sleep(), with that run's sockets and worker."""
    with server.learner() as learner:
        await until(lambda: not workers_of(server))
        plan, ticket, _ = learner.start_what_if("blocking", **SAID)
        async with learner.watch(ticket) as watch, learner.open(plan["labPath"]) as lab:
            await lab.send("hello")
            await read_until(watch, "The worker has not answered for")
            (worker,) = workers_of(server)
            yield server, learner, watch, lab, worker, plan


async def test_a_neighbor_is_answered_while_a_worker_is_blocked(blocked):
    server, _, watch, lab, worker, _ = blocked
    os.kill(worker, signal.SIGSTOP)  # however long the neighbor takes, it stays where it is blocked
    told = watch.html.count("has not answered")
    reply = asyncio.create_task(lab.recv())
    with server.learner() as neighbor:
        ticket, _ = neighbor.start_run()
        async with neighbor.lab(ticket) as socket:
            for number in range(5):
                await socket.send(f"m{number}")
                assert await socket.recv() == f"echo: m{number}"
            assert not reply.done()  # all of this happened while the other one stood still
    os.kill(worker, signal.SIGCONT)
    assert worker != server.process.pid
    await read_until(watch, "The worker answers again, after")
    assert await reply == "echo: hello"
    assert watch.html.count("has not answered") > told  # the learner's own table went on telling
    assert "blocks its whole process: time.sleep(3)" in watch.html


async def test_the_healthy_socket_of_the_same_worker_waits_with_it(blocked):
    _, learner, _, lab, _, plan = blocked
    reply = asyncio.create_task(lab.recv())
    async with learner.open(plan["neighborPath"]) as neighbor:
        assert await reply == "echo: hello"  # it could not even open before
        await neighbor.send("tick")
        assert await neighbor.recv() == "echo: tick"


async def test_a_worker_that_dies_ends_its_own_run_only(blocked):
    server, learner, watch, lab, worker, _ = blocked
    with server.learner() as neighbor:
        ticket, _ = neighbor.start_run()
        async with neighbor.lab(ticket) as socket:
            os.kill(worker, signal.SIGKILL)
            html = await read_until(watch, "Replay this run")
            assert "worker process of this run has ended (signal 9)" in html
            with pytest.raises(ConnectionClosed):
                await lab.recv()
            await socket.send("still here")
            assert await socket.recv() == "echo: still here"
    assert server.process.poll() is None
    plan, ticket, _ = learner.start_what_if("close_in_connect", **SAID)
    with pytest.raises(InvalidStatus, match="403"):
        await learner.open(plan["labPath"])  # and the next run has a worker again


async def test_a_run_that_ends_leaves_no_worker_behind(daphne):
    with daphne.learner() as learner:
        plan, ticket, _ = learner.start_what_if("slow_await", **SAID)
        async with learner.open(plan["labPath"]):
            assert await until(lambda: workers_of(daphne))
        async with learner.watch(ticket) as watch:
            await read_until(watch, "Replay this run")
        await until(lambda: not workers_of(daphne))


async def test_a_dead_fork_server_is_replaced(daphne):
    with daphne.learner() as learner:
        plan, _, _ = learner.start_what_if("close_in_connect", **SAID)
        with pytest.raises(InvalidStatus, match="403"):
            await learner.open(plan["labPath"])
        for fork_server in _children(daphne.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(fork_server, signal.SIGKILL)
        plan, _, _ = learner.start_what_if("error_in_connect", **SAID)
        with pytest.raises(InvalidHandshake):
            await learner.open(plan["labPath"])
        again, _, _ = learner.start_what_if("error_in_connect", **SAID)
        with pytest.raises(InvalidStatus, match="500"):
            await learner.open(again["labPath"])


async def test_a_full_house_refuses_in_words(made_var, tmp_path):
    var = var_like(made_var, tmp_path / "var")
    with serve("daphne", environment(var, MAX_WORKERS="1"), var / "log") as small, small.learner() as learner:
        plan, _, _ = learner.start_what_if("slow_await", **SAID)
        async with learner.open(plan["labPath"]):
            headers = {"HX-Request": "true", "X-CSRFToken": learner.csrf_token()}
            address = "/live/django-channels/websocket-support/what-if/slow_await/"
            refused = learner.post_patiently(address, headers=headers, data=SAID)
            assert refused.status_code == 503
            assert "The server is full. The one place for what-ifs is taken." in refused.text
            assert 1 <= int(refused.headers["Retry-After"]) <= 120


async def test_a_worker_knows_no_secret_and_no_database(daphne):
    with daphne.learner() as learner:
        plan, _, _ = learner.start_what_if("slow_await", **SAID)
        async with learner.open(plan["labPath"]):
            (worker, *_) = await until(lambda: workers_of(daphne))
            environ, limits = _read(worker, "environ"), _read(worker, "limits")
            assert not re.search(r"SECRET|DATABASE|REDIS", environ)
            assert re.search(r"Max cpu time +5 ", limits)
            assert re.search(r"Max data size +268435456 ", limits)


async def test_what_is_raised_on_purpose_is_in_the_record_and_not_in_the_server_s_log(server):
    with server.learner() as learner:
        plan, ticket, _ = learner.start_what_if("error_in_connect", **SAID)
        async with learner.watch(ticket) as watch:
            with pytest.raises(InvalidStatus, match="500"):
                await learner.open(plan["labPath"])
            await read_until(watch, "The consumer raised ValueError: no room today")
        assert "no room today" not in server.log.read_text()
