"""A WebSocket client that costs as little as Python allows, so that the server is what is measured."""

import asyncio
import base64
import os
import struct
from collections.abc import Callable


class Socket(asyncio.Protocol):
    """One connection. `on_message` gets each message's payload as bytes, inside the event loop."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.on_message: Callable[[bytes], None] = lambda payload: None
        self.on_close: Callable[[], None] = lambda: None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = asyncio.Event()
        self._buffer = b""

    @classmethod
    async def open(cls, port: int, path: str, cookie: str) -> "Socket":
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\nCookie: {cookie}\r\n\r\n"
        )
        loop = asyncio.get_running_loop()
        _, socket = await loop.create_connection(lambda: cls(request.encode()), "127.0.0.1", port)
        await asyncio.wait_for(socket.opened, 30)
        return socket

    def send(self, payload: bytes) -> None:
        """One text frame, masked with zeros (RFC 6455, section 5.3)."""
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack("!H", size)
        self.transport.write(b"\x81" + length + b"\0\0\0\0" + payload)

    async def close(self) -> None:
        self.transport.write(b"\x88\x82\0\0\0\0\x03\xe8")
        await asyncio.wait_for(self.closed.wait(), 30)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.request)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(f"refused: {self._buffer[:200]!r}"))
        self.closed.set()
        self.on_close()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.opened.done():
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if end and head.startswith(b"HTTP/1.1 101"):
                self._buffer = rest
                self.opened.set_result(None)
            else:
                return
        while frame := _first_frame(self._buffer):
            opcode, start, stop = frame
            payload, self._buffer = self._buffer[start:stop], self._buffer[stop:]
            if opcode == 1:
                self.on_message(payload)
            elif opcode == 8:
                self.transport.close()


def _first_frame(data: bytes) -> tuple[int, int, int] | None:
    """(opcode, where the payload starts, where it stops) of the first whole frame from a server."""
    if len(data) < 2:
        return None
    size, start = data[1] & 0x7F, 2
    if size == 126:
        size, start = int.from_bytes(data[2:4]), 4
    elif size == 127:
        size, start = int.from_bytes(data[2:10]), 10
    return (data[0] & 0x0F, start, start + size) if len(data) >= start + size else None
