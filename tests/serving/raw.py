"""What no well-behaved client does: raw connections, and what a server process holds in memory."""

import contextlib
import re
import socket
from pathlib import Path

from tests.support.servers import PATIENCE


def connect(server, source="127.0.0.1", receive_buffer=None):
    """A TCP connection from this address of the loopback network."""
    connection = socket.socket()
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(PATIENCE)
    connection.bind((source, 0))
    connection.connect(("127.0.0.1", server.port))
    return connection


def head(method, path, *more):
    """The first line and the headers of a request, without the empty line after them."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *more, ""]).encode()


def answer(connection):
    """Everything that comes until the server ends the connection, as text."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while chunk := connection.recv(65536):
            received += chunk
    return received.decode("latin1")


def status(connection):
    """The status of the next response, without waiting for the end of the connection."""
    return int(connection.recv(65536).split(b" ")[1])


def send_until_cut(connection, chunk, *, most):
    """Send `chunk` again and again. Returns the bytes sent when the server ends it, `most` if it does not."""
    sent = 0
    with contextlib.suppress(ConnectionError):
        while sent < most:
            connection.sendall(chunk)
            sent += len(chunk)
    return sent


def megabytes(server, what="VmRSS"):
    """The memory of the server process now, or with `VmHWM` the most that it ever had."""
    text = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(rf"{what}:\s+(\d+) kB", text)[1]) / 1024


def open_files(server):
    """How many files and connections the server process has open."""
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))
