"""WebSockets: what one client sends or does not read costs a bounded amount of memory."""

import contextlib
import struct
import zlib

import pytest
from websockets.exceptions import ConnectionClosed

from tests.serving.raw import connect, head, megabytes, send_until_cut

MIB = 1024 * 1024


def frame(payload, *, opcode=1, fin=True, compressed=False):
    """A frame of a client, masked with zeros."""
    first = (0x80 if fin else 0) | (0x40 if compressed else 0) | opcode
    size = len(payload)
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 65536:
        length = b"\xfe" + struct.pack("!H", size)
    else:
        length = b"\xff" + struct.pack("!Q", size)
    return bytes([first]) + length + bytes(4) + payload


def upgraded(server, learner, path, *more):
    """A raw socket that is open, and the server's answer to its handshake."""
    cookies = "; ".join(f"{name}={value}" for name, value in learner.cookies.items())
    connection = connect(server)
    asked = head(
        "GET",
        path,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        f"Origin: {server.url}",
        f"Cookie: {cookies}",
        *more,
    )
    connection.sendall(asked.replace(b"localhost", f"127.0.0.1:{server.port}".encode()) + b"\r\n")
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    assert received.startswith(b"HTTP/1.1 101 "), received
    return connection, received.decode("latin1")


FLOODS = {
    "large messages": frame(b"x" * MIB),
    "messages": frame(b"{}") * 4096,
    "messages at the limit of the site": frame(b"x" * 4096) * 16,
    "fragments without end": frame(b"", fin=False) + frame(b"", opcode=0, fin=False) * 8192,
    "pings whose answers nobody reads": frame(b"x" * 125, opcode=9) * 512,
}


@pytest.mark.parametrize("where", ["watch", "lab"])
@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_a_flooded_socket_ends_and_costs_no_memory(either, where, flood):
    with either.learner() as learner:
        ticket, _ = learner.start_run()
        before = megabytes(either, "VmHWM")
        connection, _ = upgraded(either, learner, f"/ws/{where}/{ticket}/")
        with connection:
            assert send_until_cut(connection, flood, most=300 * MIB) < 300 * MIB
    assert megabytes(either, "VmHWM") - before < 40


def test_no_server_inflates_what_a_client_sends(either):
    with either.learner() as learner:
        ticket, _ = learner.start_run()
        offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
        connection, said = upgraded(either, learner, f"/ws/watch/{ticket}/", offer)
        assert "permessage-deflate" not in said
        squeezer = zlib.compressobj(wbits=-15)
        bomb = squeezer.compress(bytes(15 * MIB)) + squeezer.flush(zlib.Z_SYNC_FLUSH)
        with connection:
            assert send_until_cut(connection, frame(bomb[:-4], compressed=True), most=300 * MIB) < 300 * MIB


@pytest.mark.parametrize(
    ("message", "count", "code"), [("x" * 4097, 1, 4009), (b"x" * 4097, 1, 4009), ('{"seen": 0}', 21, 4029)]
)
async def test_a_watch_socket_takes_4_kb_and_20_messages_a_second(either, message, count, code):
    with either.learner() as learner:
        ticket, _ = learner.start_run()
        async with learner.watch(ticket) as socket:
            with contextlib.suppress(ConnectionClosed):
                for _ in range(count):
                    await socket.send(message)
            await socket.wait_closed()
            assert socket.close_code == code
