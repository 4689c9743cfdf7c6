import asyncio
from types import SimpleNamespace

import pytest
from daphne.http_protocol import WebRequest

from tutorial.daphne_shutdown import cancel_applications


class Request(WebRequest):
    def __init__(self):
        pass

    __hash__ = object.__hash__


class Port:
    listens = True

    def stopListening(self):  # noqa: N802  Twisted's name
        self.listens = False


@pytest.fixture
def server():
    return SimpleNamespace(connections={}, ports=[Port()])


def add(server, connection, application):
    application = asyncio.ensure_future(application)
    server.connections[connection] = {"application_instance": application}
    return application


async def test_every_application_is_cancelled_although_a_connection_has_none(server):
    server.connections["half a request"] = {"connected": 1.0}
    socket = add(server, "a socket", asyncio.Event().wait())
    cancel_applications(server)
    with pytest.raises(asyncio.CancelledError):
        await socket


async def test_a_request_is_answered_while_the_server_ends_and_sockets_do_not_wait_for_it(server):
    answers = asyncio.Event()
    request = add(server, Request(), answers.wait())
    socket = add(server, "a socket", asyncio.Event().wait())
    ended = cancel_applications(server, seconds=1e6)
    with pytest.raises(asyncio.CancelledError):
        await socket
    assert not server.ports[0].listens
    assert not request.done()
    assert not ended.called
    answers.set()
    assert await request
    await ended.asFuture(asyncio.get_running_loop())


async def test_a_request_that_gets_no_answer_in_time_is_cancelled(server):
    request = add(server, Request(), asyncio.Event().wait())
    cancel_applications(server, seconds=0)
    with pytest.raises(asyncio.CancelledError):
        await request
