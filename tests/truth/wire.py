"""A WebSocket client that hides nothing: each thing that comes is one short text."""

import contextlib
import select
import socket
import struct
from collections import deque

from websockets.client import ClientProtocol
from websockets.frames import Close, Frame, Opcode
from websockets.uri import parse_uri

SECONDS = 90


class Wire:
    """A TCP connection that has sent its handshake. `early` goes into the same segment.

    Pings and close frames are answered, unless `answers` is false.
    """

    def __init__(self, port, path, headers=(), early=b"", answers=True, receive_buffer=None):
        self.answers = answers
        self.events = deque()
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(SECONDS)
        self.socket.connect(("127.0.0.1", port))
        self.protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1:{port}{path}"), max_size=None)
        request = self.protocol.connect()
        for name, value in headers:
            request.headers[name] = value
        self.protocol.send_request(request)
        self.socket.sendall(b"".join(self.protocol.data_to_send()) + early)

    def read(self):
        """What comes next: 'HTTP 101', 'text hello', 'close 1000', 'ping'; last 'TCP end' or 'TCP reset'."""
        while not self.events:
            try:
                data = self.socket.recv(1 << 20)
            except ConnectionResetError:
                return "TCP reset"
            except TimeoutError:
                return f"nothing for {SECONDS} s"
            if data:
                self.protocol.receive_data(data)
            else:
                self.protocol.receive_eof()
            self.events += self.protocol.events_received()
            if not data and not self.events:
                return "TCP end"
            if self.answers:
                self._flush()
        return described(self.events.popleft())

    def rest(self):
        """Everything until TCP is over; a reset and an end of it are the same here."""
        seen = []
        while not (last := self.read()).startswith(("TCP", "nothing")):
            seen.append(last)
        return [*seen, "TCP over" if last.startswith("TCP") else last]

    def is_quiet(self, seconds=0):
        """Whether nothing comes for so long, not even the end."""
        return not self.events and not select.select([self.socket], [], [], seconds)[0]

    def send(self, message):
        if isinstance(message, str):
            self.protocol.send_text(message.encode())
        else:
            self.protocol.send_binary(message)
        self._flush()

    def send_raw(self, data):
        self.socket.sendall(data)

    def close(self, code=None):
        self.protocol.send_close(code)
        self._flush()

    def drop(self):
        """Lose TCP: a reset, no close frame."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def _flush(self):
        data = b"".join(self.protocol.data_to_send())
        with contextlib.suppress(ConnectionError):  # the next read tells how it ended
            self.socket.sendall(data)


def text_frame(text):
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=True)


def described(event):
    if not isinstance(event, Frame):
        told = [name for name in ("Set-Cookie", "Sec-WebSocket-Extensions") if name in event.headers]
        return " with ".join([f"HTTP {event.status_code}", *told])
    if event.opcode is Opcode.TEXT:
        return f"text {bytes(event.data).decode()}"
    if event.opcode is Opcode.CLOSE:
        close = Close.parse(event.data)
        return f"close {close.code} {close.reason}".strip()
    return event.opcode.name.lower()
