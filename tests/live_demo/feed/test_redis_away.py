"""Two processes whose Redis is paused, killed and started again."""

import asyncio
import contextlib
import os
import signal

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lessons.ways import WAYS
from tests.live_demo.watching import read_until, record, until
from tests.live_demo.what_ifs.what_if_answers import SAID
from tests.support.engines import free_port, redis_process
from tests.support.servers import LESSON, PATIENCE, environment, serve, var_like

LOST = 4012
PAGES = ["/", "/search/?q=socket", "/review/", *(f"/learn/{LESSON}/{way}/" for way in WAYS if way != "read")]


@pytest.fixture(scope="module")
def redis_port():
    return free_port()


@pytest.fixture(scope="module")
def pair(made_var, tmp_path_factory, redis_port):
    """Two processes on SQLite and Redis: HTTP and lab sockets go to one, watch sockets to the other."""
    var = var_like(made_var, tmp_path_factory.mktemp("redis-away") / "var")
    env = environment(var, REDIS_URL=f"redis://127.0.0.1:{redis_port}/0")
    with (
        serve("daphne", env, var / "daphne.log") as first,
        serve("uvicorn", env, var / "uvicorn.log") as second,
    ):
        first.watch_port = second.port
        yield first


@contextlib.contextmanager
def paused(process):
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)


async def closed(socket):
    """The code with which the server closes `socket`."""
    async with asyncio.timeout(PATIENCE):
        with contextlib.suppress(ConnectionClosed):
            while True:
                await socket.recv()
    return socket.close_code


async def opened_again(learner, ticket):
    """A watch socket that is sent its first message, as the page gets it by trying again.

    Sockets that the server has not given up yet may have all places: then the message refuses another.
    """
    async with asyncio.timeout(PATIENCE):
        while True:
            watch = await learner.watch(ticket)
            with contextlib.suppress(ConnectionClosed):
                watch.html = await watch.recv()
                if 'data-kind="refused"' not in watch.html:
                    return watch
            await asyncio.sleep(0.1)


def test_every_page_is_served_without_redis(pair):
    with pair.learner() as learner:
        assert {page: learner.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


def test_every_page_is_served_while_redis_is_paused(pair, redis_port):
    with redis_process(redis_port) as redis, pair.learner() as learner:
        learner.get("/")
        with paused(redis):
            assert {page: learner.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


async def test_a_run_without_redis_goes_on_and_is_recorded(pair):
    with pair.learner() as learner:
        ticket, run = learner.start_run()
        async with learner.lab(ticket) as lab:
            await lab.send("hello")
            assert await lab.recv() == "echo: hello"
        assert await until(lambda: record(learner, run)["points"])


@pytest.mark.parametrize("fault", ["paused", "killed"])
async def test_a_watch_socket_is_lost_with_redis_and_comes_back_with_everything(pair, redis_port, fault):
    with contextlib.ExitStack() as running, pair.learner() as learner:
        redis = running.enter_context(redis_process(redis_port))
        ticket, _ = learner.start_run()
        async with await opened_again(learner, ticket) as watch, learner.lab(ticket) as lab:
            await lab.send("before")
            await read_until(watch, "echo: before")
            with contextlib.ExitStack() as away:
                if fault == "paused":
                    away.enter_context(paused(redis))
                else:
                    redis.kill()
                    redis.wait()
                assert await closed(watch) == LOST
                assert await closed(await learner.watch(ticket)) == LOST
                await lab.send("meanwhile")
                assert [await lab.recv(), await lab.recv()] == ["echo: before", "echo: meanwhile"]
            if fault == "killed":
                running.enter_context(redis_process(redis_port))
            async with await opened_again(learner, ticket) as again:
                await read_until(again, "echo: meanwhile")


async def test_a_what_if_goes_on_without_redis_and_its_second_socket_elsewhere_is_refused(pair):
    with pair.learner() as learner:
        plan, _, run_id = learner.start_what_if("slow_await", **SAID)
        async with learner.open(plan["labPath"]), learner.open(plan["neighborPath"]) as neighbor:
            with pytest.raises(InvalidStatus, match="403"):
                await learner.open(plan["neighborPath"], port=pair.watch_port)
            await neighbor.send("still here")
            assert await neighbor.recv() == "echo: still here"
        assert await until(lambda: record(learner, run_id)["points"])
