"""Daphne's end: requests get their answers, also while a connection is open that has not asked for anything.

At its end Daphne cancels the application of every connection, those of requests too: a proxy then answers
502. A connection that has none, such as one with half a request, raises a KeyError there: no further
application is cancelled, and none is waited for.
"""

import asyncio
from collections.abc import Iterator
from typing import Any

from daphne.http_protocol import WebRequest
from daphne.server import Server
from twisted.internet.defer import Deferred

ANSWER_SECONDS = 5
"""How long a process that ends waits for the answers to its requests."""

_listen_success = Server.listen_success
_kill_all_applications = Server.kill_all_applications


def cancel_applications(server: Any, seconds: float = ANSWER_SECONDS) -> Deferred[Any]:
    """Take no more connections, and cancel the sockets. Cancel requests that are not answered in time."""
    for port in getattr(server, "ports", ()):
        port.stopListening()
    for application in _running(server, requests=False):
        application.cancel()
    answered = Deferred.fromFuture(asyncio.ensure_future(_answered(server, seconds)))
    return answered.addCallback(lambda _: _cancel_all(server))


async def _answered(server: Any, seconds: float) -> None:
    """Wait until no request runs, but not longer than `seconds`."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while (running := list(_running(server, requests=True))) and (left := end - loop.time()) > 0:
        await asyncio.wait(running, timeout=left)


def _running(server: Any, *, requests: bool) -> Iterator[asyncio.Future[Any]]:
    """The applications that run, of requests or of sockets."""
    for protocol, details in server.connections.items():
        application = details.get("application_instance")
        if application and not application.done() and isinstance(protocol, WebRequest) == requests:
            yield application


def _cancel_all(server: Any) -> Any:
    """Cancel every application that there is, and wait for them, as Daphne means to."""
    server.connections = {
        protocol: details
        for protocol, details in server.connections.items()
        if "application_instance" in details
    }
    return _kill_all_applications(server)


def _note_port(server: Any, port: Any) -> None:
    """Note a port on which `server` listens: Daphne itself does not."""
    server.ports = [*getattr(server, "ports", ()), port]
    _listen_success(server, port)


def mend() -> None:
    """Let every Daphne of this process end like this."""
    Server.listen_success = _note_port
    Server.kill_all_applications = cancel_applications
