"""Daphne, with a guard at every connection and limits for what it reads before the application sees it."""

from functools import partial
from typing import Any

from daphne.cli import CommandLineInterface
from daphne.server import Server
from django.conf import settings
from twisted.internet.protocol import connectionDone
from twisted.internet.tcp import Connection as TcpConnection
from twisted.protocols.policies import ProtocolWrapper, WrappingFactory
from twisted.python.failure import Failure

from tutorial.serve.daphne_request import BoundedRequest
from tutorial.serve.daphne_socket import BoundedSocket
from tutorial.serve.guard import Bounds, Guard


def serve(host: str, port: int, fd: int | None) -> None:
    """Serve until a signal ends the process."""
    _GuardedCommand().run(
        [
            "--verbosity=0",
            "--no-server-name",
            # The first run of a what-if waits for the fork server, which takes over 5 s on a busy machine.
            "--websocket_connect_timeout=20",
            *([f"--fd={fd}"] if fd is not None else [f"--bind={host}", f"--port={port}"]),
            "tutorial.asgi:application",
        ]
    )


class _GuardedServer(Server):  # type: ignore[misc]  # Daphne has no types
    """Daphne's server. It makes its two factories when it starts; each is changed as it is made."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.guard = Guard(Bounds.of(settings.CONNECTIONS, settings.BODIES))
        super().__init__(*arguments, **options)

    @property
    def http_factory(self) -> WrappingFactory[Any]:
        return self._http_factory

    @http_factory.setter
    def http_factory(self, factory: Any) -> None:
        self._http_factory = _GuardedFactory(factory, self.guard)

    @property
    def ws_factory(self) -> Any:
        return self._ws_factory

    @ws_factory.setter
    def ws_factory(self, factory: Any) -> None:
        limits = {"most_bytes": self.guard.bounds.message_bytes}
        factory.protocol = type("SocketOfThisServer", (BoundedSocket,), limits)
        self._ws_factory = factory

    def timeout_checker(self) -> None:
        """Daphne calls this every 2 seconds."""
        self.guard.check()
        super().timeout_checker()


class _GuardedCommand(CommandLineInterface):  # type: ignore[misc]
    server_class = _GuardedServer


class _GuardedFactory(WrappingFactory["_GuardedTransport"]):
    """Wraps Daphne's factory: counts connections, and closes those over the limit at once."""

    def __init__(self, factory: Any, guard: Guard) -> None:
        super().__init__(factory)
        self.guard = guard

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802  Twisted's name
        if self.guard.is_full(getattr(addr, "host", "")):
            return None
        protocol = self.wrappedFactory.buildProtocol(addr)
        protocol.requestFactory = BoundedRequest
        return _GuardedTransport(self, protocol)


class _GuardedTransport(ProtocolWrapper):
    """Stands between a TCP connection and what speaks over it: HTTP, after an upgrade a WebSocket."""

    def makeConnection(self, transport: Any) -> None:  # noqa: N802
        address = getattr(transport.getPeer(), "host", "")
        unread = partial(_unread, transport)
        self.guarded = self.factory.guard.open(address, transport.abortConnection, unread)
        super().makeConnection(transport)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        self.guarded.receives(len(data))
        super().dataReceived(data)

    def write(self, data: bytes) -> None:
        super().write(data)
        self.guarded.sends()

    def writeSequence(self, data: Any) -> None:  # noqa: N802
        super().writeSequence(data)
        self.guarded.sends()

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        self.factory.guard.close(self.guarded)
        super().connectionLost(reason)


def _unread(transport: TcpConnection) -> int:
    """The bytes that Twisted holds back because the client does not take them."""
    return len(transport.dataBuffer) - transport.offset + transport._tempDataLen
