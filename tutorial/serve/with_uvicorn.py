"""Uvicorn, with a guard at every connection and limits for what waits for the application."""

import asyncio
from typing import Any

from django.conf import settings
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from tutorial.serve.guard import MAX_FRAMES, MAX_WAITING, Bounds, Connection, Guard


def serve(host: str, port: int, fd: int | None) -> None:
    """Serve until a signal ends the process."""
    guard = Guard(Bounds.of(settings.CONNECTIONS, settings.BODIES))
    config = Config(
        "tutorial.asgi:application",
        host=host,
        port=port,
        fd=fd,
        http=type("HTTPOfThisGuard", (_GuardedHTTP,), {"guard": guard}),
        ws=_BoundedSocket,
        ws_max_size=guard.bounds.message_bytes,
        ws_per_message_deflate=False,  # 15 KB of it can be 15 MB
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,  # its loggers write as all others do: settings.LOGGING
        log_level="warning",
    )
    _GuardedServer(config, guard).run()


class _GuardedServer(Server):
    def __init__(self, config: Config, guard: Guard) -> None:
        super().__init__(config)
        self._guard = guard

    async def on_tick(self, counter: int) -> bool:
        """Uvicorn calls this ten times a second."""
        if counter % 10 == 0:
            self._guard.check()
        return await super().on_tick(counter)


class _GuardedHTTP(H11Protocol):
    """HTTP on one connection."""

    guard: Guard
    guarded: Connection | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if self.guard.is_full(address):
            transport.abort()
            return
        self.guarded = self.guard.open(address, transport.abort, transport.get_write_buffer_size)

    def data_received(self, data: bytes) -> None:
        assert self.guarded
        self.guarded.receives(len(data))
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before and not self.cycle.response_complete:
            self.guarded.responds()  # the application itself limits the time of the body

    def on_response_complete(self) -> None:
        if self.guarded:
            self.guarded.awaits_request()
        super().on_response_complete()

    def handle_websocket_upgrade(self, event: Any) -> None:
        super().handle_websocket_upgrade(event)
        socket = self.transport.get_protocol()
        assert isinstance(socket, _BoundedSocket)
        assert self.guarded
        socket.guard, socket.guarded = self.guard, self.guarded
        self.guarded.becomes_socket()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.guarded:
            self.guard.close(self.guarded)
        super().connection_lost(exc)


class _BoundedSocket(WebSocketsSansIOProtocol):
    """A WebSocket. It ends if its client sends faster than the application reads, or in many fragments."""

    guard: Guard
    guarded: Connection | None = None

    def data_received(self, data: bytes) -> None:
        if self.guarded:  # it is given after the request itself, which the guard has counted already
            self.guarded.receives(len(data))
        super().data_received(data)
        if self.guarded:
            self.guarded.sends()  # what was received may have been pings, whose answers nobody reads

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= MAX_FRAMES:
            self._end("too many fragments")
        else:
            super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        if not self.close_sent and self.queue.qsize() >= MAX_WAITING:
            self._end("too many messages")
        else:
            super().send_receive_event_to_app()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.guarded:
            self.guard.close(self.guarded)
        super().connection_lost(exc)

    def _end(self, reason: str) -> None:
        self.frames = []
        if not self.close_sent:
            self.conn.fail(1008, reason)
            self.handle_parser_exception()
