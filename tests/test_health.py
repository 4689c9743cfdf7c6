"""Whether the process lives, and whether it can serve: on real servers, whatever their engines do."""

import contextlib
import json
import select
import socket
import sqlite3
from pathlib import Path

import httpx
import pytest

from tests.serving.raw import connect, head, status
from tests.support.servers import PATIENCE, environment, serve, var_like
from tests.support.waiting import wait_until
from tutorial.script_bundles import bundle_of

READY = {"database": "ok", "cache": "ok", "channel layer": "ok", "static files": "ok", "own code": "ok"}


@pytest.fixture(params=["daphne", "uvicorn"])
def either(request):
    return request.getfixturevalue(request.param)


def states(server, *, once):
    """What /readyz says, as soon as `once` holds for it."""

    def found():
        response = httpx.get(f"{server.url}/readyz", timeout=PATIENCE, verify=False)
        return response if once(response) else None

    return wait_until(found).json()


def test_readyz_names_each_engine(either):
    states(either, once=lambda response: response.json()["own code"] != "being tested")
    response = httpx.get(f"{either.url}/readyz", timeout=PATIENCE, verify=False)
    assert (response.status_code, response.json()) == (200, READY)
    assert response.headers["cache-control"] == "no-store"


@contextlib.contextmanager
def locked(server):
    """Lock the SQLite database of this server against other writers, while entered."""
    file = Path(server.env["DJANGO_VAR_DIR"]) / "handshake.sqlite3"
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_database_that_only_reads_is_not_ready(either):
    with locked(either):
        found = states(either, once=lambda response: response.status_code == 503)
        assert found == READY | {"database": "failed: TimeoutError"}
        assert httpx.get(either.url, timeout=PATIENCE, verify=False).status_code == 200
    assert states(either, once=lambda response: response.status_code == 200) == READY


def test_a_write_that_cannot_get_the_database_says_when_to_come_back(either):
    with either.learner() as learner, locked(either):
        headers = {"X-CSRFToken": learner.csrf_token(), "HX-Request": "true"}
        refused = learner.post("/live/django-channels/websocket-support/runs/", headers=headers)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")


def test_what_a_page_sends_by_itself_waits_for_no_other_writer(either):
    flow = "/learn/django-channels/websocket-support/flow/"
    with either.learner() as learner:
        headers = {"X-CSRFToken": learner.csrf_token(flow)}
        with locked(either):
            assert learner.post(f"{flow}used/", headers=headers).status_code == 204
        assert learner.post(f"{flow}used/", headers=headers).status_code == 204


OTHER_SCRIPT = {"js/keys.js": "js/keys.0123456789ab.js"}
NO_BUNDLE = {bundle_of(("theme", "keys", "failed")): None}


@pytest.mark.parametrize("change", [OTHER_SCRIPT, NO_BUNDLE])
def test_static_files_of_another_version_are_not_ready(either, change):
    states(either, once=lambda response: response.status_code == 200)
    manifest = Path(either.env["DJANGO_VAR_DIR"]) / "static" / "staticfiles.json"
    text = manifest.read_text()
    older = json.loads(text)
    older["paths"] = {name: file for name, file in (older["paths"] | change).items() if file}
    manifest.write_text(json.dumps(older))
    try:
        found = states(either, once=lambda response: response.status_code == 503)
        assert found == READY | {"static files": "failed: OtherVersionError"}
    finally:
        manifest.write_text(text)


@pytest.fixture(params=["daphne", "uvicorn"])
def without_engines(request, made_var, tmp_path):
    """A server whose database and Redis take connections and never answer."""
    var = var_like(made_var, tmp_path / "var")
    with socket.create_server(("127.0.0.1", 0), backlog=128) as silent:
        port = silent.getsockname()[1]
        engines = {
            "DATABASE_URL": f"postgres://nobody@127.0.0.1:{port}/nothing",
            "REDIS_URL": f"redis://127.0.0.1:{port}/0",
        }
        with serve(request.param, environment(var, **engines), var / "server.log") as server:
            yield server


def test_healthz_answers_with_every_thread_busy_and_every_engine_away(without_engines):
    with contextlib.ExitStack() as stack:
        waiting = [stack.enter_context(connect(without_engines)) for _ in range(20)]
        for each in waiting:
            each.sendall(head("GET", "/") + b"\r\n")
        ready = stack.enter_context(connect(without_engines))
        ready.sendall(head("GET", "/readyz") + b"\r\n")
        assert httpx.get(f"{without_engines.url}/healthz", timeout=PATIENCE, verify=False).text == "ok\n"
        assert select.select(waiting, [], [], 0)[0] == []
        assert status(ready) == 503
        assert httpx.get(f"{without_engines.url}/healthz", timeout=PATIENCE, verify=False).text == "ok\n"
