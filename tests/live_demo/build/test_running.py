"""Learners' own code on real servers: what is typed is what runs, and what it does is told."""

import asyncio
import re

import pytest
from websockets.exceptions import InvalidStatus

from tests.live_demo.watching import read_until, record
from tests.support.servers import LESSON, PATIENCE

SHOUTS = """
import logging
from channels.generic.websocket import AsyncWebsocketConsumer
from .words import loud

class Shouts(AsyncWebsocketConsumer):
    async def connect(self):
        self.messages = []
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        print("got", text_data)
        logging.info("counted %s", len(self.messages))
        self.messages.append(text_data)
        await self.send(text_data=loud(text_data))

# file: words.py
def loud(text):
    return text.upper()
"""
RAISES = SHOUTS.replace("await self.accept()", "await self.accept()\n        1 / 0")
SYNTAX = SHOUTS.replace("def connect(self)", "def connect(self")
IMPORTS = "import requests\n" + SHOUTS
LOOPS = SHOUTS.replace("print(", "while True: pass\n        print(")
NONE = "x = 1\n"


def start(learner, source):
    token = learner.csrf_token()
    headers = {"HX-Request": "true", "X-CSRFToken": token}
    response = learner.post_patiently(f"/live/{LESSON}/build/run/", data={"source": source}, headers=headers)
    assert response.status_code == 200, response.text
    ticket = re.search(r'ws-connect="/ws/watch/([^"]+)/"', response.text)[1]
    return ticket, re.search(r'data-run="([^"]+)"', response.text)[1]


COUNTS = """
from channels.generic.websocket import AsyncWebsocketConsumer

class Counts(AsyncWebsocketConsumer):
    seen = []

    async def connect(self):
        await self.channel_layer.group_add("all", self.channel_name)
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        self.seen.append(text_data)
        print("counted", text_data)
        await self.channel_layer.group_send("all", {"type": "told", "text": f"{len(self.seen)}: {text_data}"})

    async def told(self, event):
        await self.send(text_data=event["text"])
"""


async def played(server, source, messages=("hello",)):
    """The text of the watch socket, what came back, and the record of the run."""
    with server.learner() as learner:
        ticket, run_id = await asyncio.to_thread(start, learner, source)
        came = []
        async with learner.watch(ticket) as watch:
            try:
                async with learner.lab(ticket) as lab:
                    for message in messages:
                        await lab.send(message)
                        came.append(await asyncio.wait_for(lab.recv(), PATIENCE))
            except InvalidStatus as error:
                came.append(error.response.status_code)
            except Exception as error:
                came.append(type(error).__name__)
            html = await read_until(watch, 'data-kind="ended"')
        return html, came, await asyncio.to_thread(record, learner, run_id)


@pytest.fixture(params=["daphne", "uvicorn"])
def either(request):
    """Each of the two servers."""
    return request.getfixturevalue(request.param)


async def test_a_learner_s_own_line_runs(either):
    html, came, trace = await played(either, SHOUTS)
    assert came == ["HELLO"]
    lines = [point["line"] for point in trace["points"] if point["event"] == "line"]
    assert 15 in lines
    assert 19 in lines, "the function of another file is traced, too, with its line of the whole text"
    assert "[&#x27;hello&#x27;]" in str(trace["points"]) or "['hello']" in str(trace["points"])
    assert '<pre class="printed">got hello</pre>' in html
    assert "INFO root: counted 0" in html


@pytest.fixture(params=["daphne", "cluster"])
def one_or_two(request):
    """A site of one process, and one of two."""
    return request.getfixturevalue(request.param)


async def test_two_browsers_share_the_worker_its_state_and_its_groups(one_or_two):
    server = one_or_two
    elsewhere = server.watch_port or server.port  # where there is another process, B's sockets arrive there
    with server.learner() as learner:

        def second(first):
            headers = {"HX-Request": "true", "X-CSRFToken": learner.csrf_token()}
            data = {"first_run": first}
            response = learner.post_patiently(f"/live/{LESSON}/build/second/", data=data, headers=headers)
            found = re.search(r'ws-connect="/ws/watch/([^"]+)/".* data-run="([^"]+)"', response.text)
            return found.groups() if found else response.text

        assert "Connect browser A first" in await asyncio.to_thread(second, "")
        ticket, run_id = await asyncio.to_thread(start, learner, COUNTS)
        async with learner.watch(ticket), learner.lab(ticket) as a:
            await a.send("one")
            assert await asyncio.wait_for(a.recv(), PATIENCE) == "1: one"
            b_ticket, b_id = await asyncio.to_thread(second, run_id)
            async with learner.watch(b_ticket) as b_watch:
                async with learner.lab(b_ticket, port=elsewhere) as b:
                    await b.send("two")
                    assert await asyncio.wait_for(b.recv(), PATIENCE) == "2: two"
                    assert await asyncio.wait_for(a.recv(), PATIENCE) == "2: two"
                    await a.close()
                    await b.send("three")  # the worker goes on for B alone
                    assert await asyncio.wait_for(b.recv(), PATIENCE) == "3: three"
                html = await read_until(b_watch, 'data-kind="ended"')
        assert '<pre class="printed">counted two</pre>' in html
        assert "counted one" not in html
        of_a, of_b = [await asyncio.to_thread(record, learner, each) for each in (run_id, b_id)]
        for each in (of_a, of_b):
            assert {"in_groups": "['all']"}.items() <= each["points"][-1]["attributes"].items()
        assert "three" not in str(of_a["points"])
        assert "counted three" in str(of_b["points"])


async def test_an_exception_is_told_as_in_a_terminal_with_its_lines_linked(daphne):
    html, came, _ = await played(daphne, RAISES)
    assert came == ["ConnectionClosedError"] or came == ["ConnectionClosedOK"]
    assert '<a href="#line-10">File "consumer.py", line 10</a>, in connect' in html
    assert "ZeroDivisionError: division by zero" in html


async def test_a_file_that_is_no_python_is_told_at_its_line_before_anything_runs(daphne):
    html, came, trace = await played(daphne, SYNTAX)
    assert came == [500] or came == ["InvalidMessage"]
    assert 'Not run (<a href="#line-7">line 7</a>): SyntaxError' in html
    assert "could not be run at line 7" in html
    assert not [point for point in trace["points"] if point["event"] == "line"]


async def test_an_import_that_is_not_there_says_what_is(daphne):
    html, _, _ = await played(daphne, IMPORTS)
    assert "there is no module &#x27;requests&#x27; here. You can import abc" in html


async def test_a_file_without_a_consumer_says_so(daphne):
    html, _, _ = await played(daphne, NONE)
    assert "consumer.py defines no consumer" in html


async def test_what_loops_is_ended_with_its_limit_and_its_last_line(daphne):
    html, _, trace = await played(daphne, LOOPS)
    assert "Your code was ended: it" in html
    assert "processor time" in html or "stood still" in html  # where others have the machine
    assert "the last line that it was seen at is line 12" in html
    assert trace["points"][-1]["event"] != "line"


async def test_code_that_ends_its_own_process_is_told_with_its_last_line(daphne):
    html, _, _ = await played(daphne, SHOUTS.replace("print(", "__import__('os')._exit(7)\n        print("))
    assert "Your code was ended: it ended its own process, with exit code 7; the last line" in html
