"""What one network asks for at once holds up nobody else, by the order of events and not by time."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from itertools import islice
from threading import Event, Semaphore

import httpx
import pytest

from tests.support.servers import LESSON, PATIENCE, environment, serve, var_like
from tests.waiting_hasher import GATE
from tutorial.fair_queue import FairQueue
from tutorial.pages.request_pools import BUSY_OF_ONE, in_pools

SIGN_IN = "/account/sign-in/"
THREADS, SHARE = 2, 20
"""Threads of the pool in which passwords are hashed, and how many of one network may wait for one."""


@pytest.fixture(params=["daphne", "uvicorn"])
def hashing(request, made_var, tmp_path):
    """A server in which hashing a password takes until the test opens the gate."""
    var = var_like(made_var, tmp_path / "var")
    os.mkfifo(var / GATE)
    env = environment(var, DJANGO_SETTINGS_MODULE="tests.waiting_settings")
    with serve(request.param, env, var / "server.log") as server:
        yield server, var / GATE


def sign_in(learner, token):
    sent = {"username": "nobody", "password": "no password", "csrfmiddlewaretoken": token}
    return learner.post(SIGN_IN, data=sent)


def test_sign_ins_that_hash_at_once_hold_up_no_page_and_no_sign_in_of_another_network(hashing):
    server, gate = hashing
    with ExitStack() as stack, ThreadPoolExecutor(40) as at_once:
        many = [stack.enter_context(server.learner("127.0.3.1")) for _ in range(THREADS + SHARE + 8)]
        tokens = [learner.csrf_token(SIGN_IN) for learner in many]
        asked = {at_once.submit(sign_in, *each) for each in zip(many, tokens, strict=True)}
        refused = set(islice(as_completed(asked, timeout=PATIENCE), len(many) - THREADS - SHARE))
        for each in refused:
            assert each.result().status_code == 429
            assert each.result().headers["Retry-After"] == "3"
            assert BUSY_OF_ONE in each.result().text
        hashed = asked - refused

        other = stack.enter_context(server.learner("127.0.3.2"))
        assert other.get(f"/learn/{LESSON}/").status_code == 200
        other.start_run()
        assert httpx.get(f"{server.url}/healthz", timeout=PATIENCE, verify=False).text == "ok\n"
        others = at_once.submit(sign_in, other, other.csrf_token(SIGN_IN))
        assert not others.done()
        # Until both threads have taken theirs, these two count as waiting: up to two more are refused.
        assert {each.result().status_code for each in hashed if each.done()} <= {429}
        assert sum(not each.done() for each in hashed) >= SHARE

        opened = os.open(gate, os.O_WRONLY)  # with somebody who waits at it
        stack.callback(os.close, opened)
        assert others.result(PATIENCE).status_code == 400
        assert {each.result(PATIENCE).status_code for each in hashed} <= {400, 429}


async def asked(app, method, path):
    """The status of the answer of an ASGI application."""
    sent = []

    async def send(event):
        sent.append(event)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
    }
    more = {"raw_path": path.encode(), "query_string": b"", "root_path": "", "scheme": "http", "headers": []}
    await app({**scope, **more, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)}, receive, send)
    return sent[0]["status"]


async def test_what_waits_for_a_sandboxed_worker_holds_up_no_page_and_no_answer():
    gate, waiting = Event(), Semaphore(0)

    def pages(environ, start_response):
        if environ["PATH_INFO"].endswith("/why/"):
            waiting.release()
            gate.wait(PATIENCE)
        start_response("200 OK", [])
        return [b""]

    app = in_pools(pages)
    async with asyncio.TaskGroup() as tasks:
        explained = [tasks.create_task(asked(app, "POST", "/live/runs/1/why/")) for _ in range(2)]
        for _ in explained:
            await asyncio.to_thread(waiting.acquire)
        for method, path in (("POST", "/learn/a/b/quiz/c/"), ("GET", "/"), ("POST", SIGN_IN)):
            assert await asked(app, method, path) == 200
        assert not any(each.done() for each in explained)
        gate.set()
    assert [each.result() for each in explained] == [200, 200]


def test_the_owners_of_a_queue_take_turns():
    queue = FairQueue()
    for item in "abc":
        queue.put("one", item)
    queue.put("another", "x")
    queue.put("third", "y")
    assert (queue.count(), queue.count("one"), queue.count("nobody")) == (5, 3, 0)
    assert [queue.get() for _ in range(5)] == ["a", "x", "y", "b", "c"]
    assert queue.count() == 0
