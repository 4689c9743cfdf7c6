"""What one network can take from all others, tried on real servers as an attacker would."""

import asyncio
import re
import sqlite3
import time
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from live_demo.trace.close_codes import NO_PLACE
from tests.live_demo.rooms.room_steps import make_room
from tests.live_demo.rooms.room_steps import start_run as start_room_run
from tests.live_demo.watching import read_until
from tests.live_demo.what_ifs.what_if_answers import SAID
from tests.support.servers import LESSON, environment, serve, var_like

HTMX = {"HX-Request": "true"}
FEW = {"MAX_RUNS": "60", "MAX_SOCKETS": "200"}
"""A tenth of them is 6 runs and 20 sockets."""
PAUSE = 0.2
"""Seconds before a socket is tried again, which costs three processes as much as a page."""


@pytest.fixture(scope="module")
def pair(made_var, tmp_path_factory):
    """Two processes on one SQLite file, with the product's own settings. Each test has its own networks."""
    var = var_like(made_var, tmp_path_factory.mktemp("pair") / "var")
    env = environment(var, DJANGO_SETTINGS_MODULE="tutorial.settings", **FEW)
    with (
        serve("daphne", env, var / "daphne.log") as first,
        serve("uvicorn", env, var / "uvicorn.log") as second,
    ):
        first.other_port = second.port
        yield first


@pytest.fixture(params=["pair", "cluster"])
def processes(request, made_var):
    """Two processes on SQLite, and two on PostgreSQL."""
    server = request.getfixturevalue(request.param)
    server.other_port = server.watch_port or server.other_port
    return server


@asynccontextmanager
async def opened_at_once(openings):
    """The sockets that the server lets in when all come at the same time."""
    async with AsyncExitStack() as stack:

        async def enter(opening):
            try:
                return await stack.enter_async_context(opening)
            except InvalidStatus:
                return None

        sockets = await asyncio.gather(*map(enter, openings))
        yield [socket for socket in sockets if socket]


def in_turn(server):
    """Options for one socket after another: the first process, the second, the first, ..."""
    while True:
        yield {"port": server.port}
        yield {"port": server.other_port}


def ask_for_run(learner):
    return learner.post_patiently(
        f"/live/{LESSON}/runs/", headers={**HTMX, "X-CSRFToken": learner.csrf_token()}
    )


async def refused_in_words(watch):
    """What a watch socket says when there is no place, before it closes for good."""
    html = await read_until(watch, "data-told")
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            await watch.recv()
    assert closed.value.rcvd.code == NO_PLACE
    return html


async def test_the_cookies_of_one_network_open_a_tenth_of_all_runs(pair):
    with ExitStack() as stack:
        learners = [stack.enter_context(pair.learner("127.0.1.1")) for _ in range(26)]
        tickets = [learner.start_run()[0] for learner in learners]
        openings = [learner.lab(ticket) for learner, ticket in zip(learners, tickets, strict=True)]
        async with opened_at_once(openings) as sockets:
            assert len(sockets) == 6
            refused = ask_for_run(learners[0])
            assert refused.status_code == 429
            assert "All 6 places of your network for live runs are taken." in refused.text
            assert re.search(r"at \d\d:\d\d UTC at the latest, in \d+ minutes?\.", refused.text)
            assert 1 <= int(refused.headers["Retry-After"]) <= 15 * 60
            newcomer = stack.enter_context(pair.learner("127.0.1.2"))
            async with newcomer.lab(newcomer.start_run()[0]) as lab:
                await lab.send("hi")
                assert await lab.recv() == "echo: hi"


async def test_a_refused_lab_socket_is_explained_on_the_page_and_opens_when_a_place_is_free(pair):
    with ExitStack() as stack:
        learners = [stack.enter_context(pair.learner("127.0.2.1")) for _ in range(7)]
        tickets = [learner.start_run()[0] for learner in learners]
        *first, last = zip(learners, tickets, strict=True)
        async with opened_at_once([learner.lab(ticket) for learner, ticket in first]) as sockets:
            assert len(sockets) == 6
            async with last[0].watch(last[1]) as watch:
                with pytest.raises(InvalidStatus, match="403"):
                    await last[0].lab(last[1])
                said = await refused_in_words(watch)
            assert "All 6 places of your network for live runs are taken." in said
            async with first[0][0].watch(first[0][1]) as watch:
                await sockets[0].close()
                await read_until(watch, "Replay this run")
            async with last[0].lab(last[1]) as lab:
                await lab.send("now")
                assert await lab.recv() == "echo: now"


async def test_tickets_that_were_collected_first_open_no_more_what_ifs(processes):
    with processes.learner("127.0.3.1") as learner:
        plans = [learner.start_what_if("slow_await", **SAID)[0] for _ in range(13)]
        paths = zip(plans, in_turn(processes), strict=False)
        async with opened_at_once([learner.open(plan["labPath"], **at) for plan, at in paths]) as sockets:
            assert len(sockets) == 3


async def test_tickets_that_were_collected_first_open_no_more_runs(processes):
    most = 10 if processes.watch_port else 6  # of one learner, of one network
    with processes.learner("127.0.4.1") as learner:
        tickets = [learner.start_run()[0] for _ in range(18)]
        paths = zip(tickets, in_turn(processes), strict=False)
        async with opened_at_once([learner.lab(ticket, **at) for ticket, at in paths]) as sockets:
            assert len(sockets) == most


async def test_tickets_that_were_collected_first_open_no_more_sockets_of_a_member(processes):
    with processes.learner("127.0.5.1") as learner:
        code = make_room(learner)
        tickets = [start_room_run(learner, code)[0] for _ in range(5)]
        paths = zip(tickets, in_turn(processes), strict=False)
        async with opened_at_once([learner.lab(ticket, **at) for ticket, at in paths]) as sockets:
            assert len(sockets) == 2


def test_the_cookies_of_one_network_make_a_tenth_of_all_rooms(pair):
    def make(address):
        with pair.learner(address) as learner:
            token = learner.csrf_token("/learn/odd/groups/live/")
            return learner.post_patiently("/live/odd/groups/rooms/", data={"csrfmiddlewaretoken": token})

    made = [make("127.0.6.1") for _ in range(21)]
    assert [each.status_code for each in made] == [302] * 20 + [429]
    assert "All 20 places of your network for rooms are taken." in made[-1].text
    assert 1 <= int(made[-1].headers["Retry-After"]) <= 3600
    assert make("127.0.6.2").status_code == 302


def test_posts_without_a_cookie_make_a_few_learners_and_runs(pair):
    begun = time.monotonic()
    with pair.learner("127.0.7.1") as visitor:
        token = visitor.csrf_token()
        secret = visitor.cookies["csrftoken"]
        made = []
        for _ in range(150):
            visitor.cookies.clear()
            headers = {**HTMX, "X-CSRFToken": token, "Cookie": f"csrftoken={secret}"}
            made.append(visitor.post(f"/live/{LESSON}/runs/", headers=headers))
    minutes = (time.monotonic() - begun) // 60 + 1
    learners = {each.cookies["learner"] for each in made if each.status_code == 200}
    assert 60 <= len(learners) <= 60 * minutes
    refused = [each for each in made if each.status_code != 200]
    assert {each.status_code for each in refused} <= {429}
    assert all("60 learners have begun at your network" in each.text for each in refused)
    assert all(each.headers["Retry-After"] == "60" for each in refused)
    with pair.learner("127.0.7.2") as newcomer:
        newcomer.start_run()


async def test_one_network_has_a_tenth_of_the_sockets_of_all_processes_and_is_told_why(pair):
    with pair.learner("127.0.8.1") as learner, pair.learner("127.0.8.2") as newcomer:
        path, other_path = (f"/ws/watch/{each.start_run()[0]}/" for each in (learner, newcomer))
        async with AsyncExitStack() as stack:
            held = [await stack.enter_async_context(learner.open(path)) for _ in range(20)]
            for watch in held:
                await watch.recv()
            for port in (pair.port, pair.other_port):
                said = await refused_at_last(learner, path, port)
                assert "All 20 places of your network for sockets are taken." in said
                async with newcomer.open(other_path, port=port) as other:
                    assert 'data-number="0"' in await other.recv()
        await let_in_at_last(learner, path, pair.other_port)


async def refused_at_last(learner, path, port):
    """What a socket is told that gets no place, once this process knows what the others have."""
    async with asyncio.timeout(120):
        while True:
            async with learner.open(path, port=port) as watch:
                watch.html = await watch.recv()
                if 'data-number="0"' not in watch.html:
                    return await refused_in_words(watch)
            await asyncio.sleep(PAUSE)


async def let_in_at_last(learner, path, port):
    async with asyncio.timeout(120):
        while True:
            async with learner.open(path, port=port) as watch:
                if 'data-number="0"' in await watch.recv():
                    return
            await asyncio.sleep(PAUSE)


async def test_a_network_is_kept_while_its_run_is_open_and_not_readable(pair):
    path = f"{pair.env['DJANGO_VAR_DIR']}/handshake.sqlite3"

    def network_of(run_id):
        with closing(sqlite3.connect(path)) as database:
            rows = database.execute(
                "SELECT network FROM live_demo_run WHERE id = ?", [run_id.replace("-", "")]
            )
            return rows.fetchone()[0]

    with pair.learner("127.0.9.1") as learner:
        ticket, run_id = learner.start_run()
        assert network_of(run_id) == ""
        async with learner.watch(ticket) as watch:
            async with learner.lab(ticket):
                assert re.fullmatch("[0-9a-f]{32}", network_of(run_id))
            await read_until(watch, "Replay this run")
        assert network_of(run_id) == ""
