"""Claims on threads: who shares one, and who waits for it."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import httpx

from tests.support.engines import free_port
from tests.support.servers import ROOT, environment
from tests.truth.claims import observes
from tests.truth.connections import overtakes
from tests.truth.server import new_key
from tests.truth.wire import SECONDS, Wire


@observes("27")
def test_queries_share_one_thread(truth):
    return [
        f"{name} {overtakes(truth.open('querying'), truth.open(case))}"
        for name, case in (("another query", "querying"), ("an async consumer without any", "noting"))
    ]


@observes("28")
def test_others_are_answered_while_a_thread_computes(truth):
    computing, other = truth.open("computing"), truth.open("noting")
    seen = overtakes(computing, other)
    computing.go()
    return [f"another connection {seen}", computing.read()]


def threads(connect):
    seen = []
    for case in ("thread", "sync-thread"):
        connection = connect(case)
        connection.send("where?")
        seen.append(connection.read())
    return seen


@observes("29")
def test_handlers_run_in_the_main_thread_of_a_server(truth):
    return threads(truth.open)


@observes("29-runserver")
def test_handlers_run_elsewhere_under_runserver(truth_layer, tmp_path):
    with runserver(truth_layer, tmp_path) as port:
        connections = []

        def connect(case):
            connections.append(Wire(port, f"/{case}/{new_key()}/"))
            connections[-1].read()
            return connections[-1]

        seen = threads(connect)
        for connection in connections:
            connection.socket.close()
    return seen


@contextlib.contextmanager
def runserver(layer_url, var):
    """Daphne's `runserver` with its autoreloader: a process that watches another one. Its port."""
    port = free_port()
    env = environment(var, DJANGO_SETTINGS_MODULE="tests.truth.settings", REDIS_URL=layer_url)
    command = [sys.executable, "-m", "django", "runserver", f"127.0.0.1:{port}"]
    with (var / "runserver.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        deadline = time.monotonic() + SECONDS
        while not answers(port):
            assert time.monotonic() < deadline, (var / "runserver.log").read_text()
            time.sleep(0.05)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port):
    with contextlib.suppress(httpx.HTTPError):
        return (
            httpx.get(f"http://127.0.0.1:{port}/healthz/", timeout=SECONDS, verify=False).status_code == 200
        )
    return False
