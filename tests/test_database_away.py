"""A server on a PostgreSQL that is stopped and started again."""

import functools

import psycopg
import pytest

from lessons.ways import WAYS
from tests.live_demo.watching import record, until
from tests.support.servers import LESSON, environment, serve, var_like
from tests.support.waiting import wait_until

PAGES = ["/", "/search/?q=socket", "/review/", *(f"/learn/{LESSON}/{way}/" for way in WAYS if way != "read")]


@pytest.fixture(scope="module")
def cluster(made_var, made_cluster, tmp_path_factory):
    """A way to start the database, and a server on it, whose lessons are loaded."""
    var = var_like(made_var, tmp_path_factory.mktemp("away") / "var")
    with made_cluster.copied() as own:
        started = functools.partial(own.started, "made")
        with started() as url:
            env = environment(var, DATABASE_URL=url)
        with serve("daphne", env, var / "daphne.log") as server:
            yield started, server


def wait_for_pages(learner):
    """Wait until the server has seen that the database is back."""
    wait_until(lambda: learner.get("/").status_code == 200)


def test_the_first_request_after_a_restart_of_the_database_is_answered(cluster):
    started, server = cluster
    for _ in range(2):
        with started(), server.learner() as learner:
            assert [learner.get(page).status_code for page in PAGES] == [200] * len(PAGES)


def test_every_page_says_that_the_database_is_away(cluster):
    started, server = cluster
    with server.learner() as learner:
        for page in PAGES:
            response = learner.get(page)
            assert response.status_code == 503
            assert int(response.headers["Retry-After"]) > 0
            assert "The database cannot be reached right now" in response.text
        problem = learner.get("/api/v1/tracks")
        assert problem.status_code == 503
        assert problem.json()["type"]
        with started():
            wait_for_pages(learner)
    assert "Traceback" not in server.log.read_text()


async def test_an_open_run_goes_on_without_the_database(cluster):
    started, server = cluster
    with server.learner() as learner:
        with started():
            ticket, run = learner.start_run()
            lab = await learner.lab(ticket)
        await lab.send("hello")
        assert await lab.recv() == "echo: hello"
        with started():
            await lab.close()
            assert await until(lambda: record(learner, run)["points"])


def test_a_page_does_not_wait_for_rows_that_others_hold(cluster):
    started, server = cluster
    with started() as url, server.learner() as learner:
        wait_for_pages(learner)  # the server may have seen the database away a moment ago
        used, runs = f"/learn/{LESSON}/flow/used/", f"/live/{LESSON}/runs/"
        headers = {"X-CSRFToken": learner.csrf_token(), "HX-Request": "true"}
        assert learner.post(runs, headers=headers).status_code == 200
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE live_demo_run, lessons_wayuse")
            assert learner.post(runs, headers=headers).status_code == 503
            assert learner.post(used, headers=headers).status_code == 204
        assert learner.post(runs, headers=headers).status_code == 200
