"""The nginx of docs/operating.md in front of a real server."""

import contextlib
import json
import re
import ssl

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from quizzes.api.catalog import CATALOG
from tests.support.nginx import nginx
from tests.support.servers import LESSON, PATIENCE, ROOT, serve_like


@pytest.fixture(scope="module")
def server(made_var, tmp_path_factory):
    with serve_like(made_var, tmp_path_factory.mktemp("proxied"), "daphne", DJANGO_HTTPS="on") as server:
        yield server


@pytest.fixture(scope="module")
def proxy(server, tmp_path_factory):
    documented = re.search(r"```nginx\n(.*?)```", (ROOT / "docs/operating.md").read_text(), re.DOTALL)[1]
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "project/deploy").mkdir(parents=True)
    # The helper serves a project that learners take home: their host has another name, and files of its own.
    site = documented.replace("learn.example.org", "live.example.org") + "# /srv/project\n"
    (folder / "project/deploy/nginx.conf").write_text(site)
    changes = {"127.0.0.1:8002": f"127.0.0.1:{server.port}"}
    with nginx(folder / "nginx", folder / "project", server.port, changes) as found:
        yield found


@pytest.fixture(scope="module")
def api(server, proxy):
    key = server.manage("make_api_key", "a school", "--scopes", "read", "grade", "results").split()[-1]
    headers = {"Authorization": f"Bearer {key}"}
    url = f"https://{proxy.host}/api/v1"
    with httpx.Client(base_url=url, headers=headers, verify=False, timeout=PATIENCE) as client:
        yield client


def sheets(size):
    """Sheets with names that make a body of at least so many bytes."""
    return {
        "sheets": [{"id": f"{n:0200}", "answers": {"step-that-replies": "b"}} for n in range(size // 200)]
    }


def test_a_batch_of_several_mebibytes_passes_and_what_is_too_large_is_a_problem(api):
    batch = sheets(200 * 1000)
    batch["sheets"][0]["answers"] |= {"x" * 50 + str(n): "y" for n in range(30_000)}
    assert len(json.dumps(batch)) > 2 * 1024 * 1024
    response = api.post(f"/quizzes/{LESSON}/grade-batch", json=batch)
    assert response.status_code == 200
    assert (response.json()["graded"], response.json()["refused"]) == (999, 1)
    refused = api.post(f"/quizzes/{LESSON}/grade-batch", json=sheets(9 * 1024 * 1024))
    assert refused.status_code == 413
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Cache-Control"] == "no-store"


def test_without_tls_the_api_is_refused_with_a_problem_and_a_page_is_redirected(api, proxy):
    with httpx.Client(base_url=f"http://{proxy.plain_host}", timeout=PATIENCE, verify=False) as plain:
        refused = plain.get("/api/v1/lessons", headers={"Authorization": api.headers["Authorization"]})
        stored = plain.post("/api/v1/attempts", json={})
        page = plain.get("/learn/?x=1")
    kind = CATALOG["https-only"]
    for response in (refused, stored):
        assert (response.status_code, response.headers["Content-Type"]) == (403, "application/problem+json")
        said = response.json()
        assert said["type"].endswith("/api/problems#https-only")
        assert (said["title"], said["status"], said["detail"]) == (kind.title, kind.status, kind.advice)
    assert page.status_code == 301
    assert page.headers["Location"] == f"https://{proxy.plain_host.partition(':')[0]}/learn/?x=1"


def test_addresses_in_answers_are_those_of_the_proxy(api, proxy):
    assert api.get("/lessons").json()[0]["url"].startswith(f"https://{proxy.host}/")


async def test_a_socket_gets_to_handshake(proxy):
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    url, origin = f"wss://{proxy.host}/ws/watch/no-ticket/", f"https://{proxy.host}"
    async with connect(url, origin=origin, ssl=tls, proxy=None, open_timeout=PATIENCE) as socket:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await socket.recv()
    assert socket.close_code in range(4000, 5000)
