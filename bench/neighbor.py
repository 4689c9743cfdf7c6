"""What a learner feels of a neighbor whose database is slow."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import partial

from bench.client import Socket
from bench.echo import burst
from bench.pairs import LINES, STOCK, quantile
from bench.server import Servers, tickets

NEIGHBORS = 4
SLOW_SECONDS = 0.2
ECHOES = 25
"""Echoes in one half of a round."""


async def report(servers: Servers, rounds: int) -> None:
    """Echo of one pair, a message every 100 ms, alone and beside neighbors that wait for their database."""
    print(
        f"\n{NEIGHBORS} neighbors, each waiting {SLOW_SECONDS * 1000:.0f} ms for its database over and over"
    )
    print(f"{'':28}{'alone: echo p99':>17}{'beside them':>13}{'ratio':>8}")
    for mode in (STOCK, LINES):
        alone: list[float] = []
        beside: list[float] = []
        for _ in range(rounds):
            alone += (await burst(servers, mode, 1, ECHOES, 0.1)).echoes
            async with _neighbors(servers):
                beside += (await burst(servers, mode, 1, ECHOES, 0.1)).echoes
        quiet, loud = quantile(alone, 99), quantile(beside, 99)
        print(f"{mode:28}{quiet:17.2f}{loud:13.2f}{loud / quiet:8.2f}")


@contextlib.asynccontextmanager
async def _neighbors(servers: Servers) -> AsyncIterator[None]:
    """Each sends its next message on the answer to the last; left only when every answer is in."""
    sockets = []
    answered: list[asyncio.Event] = []
    for ticket in await asyncio.to_thread(tickets, NEIGHBORS):
        socket = await Socket.open(servers.port, f"/slow/{ticket.ticket}/", ticket.cookie)
        socket.on_message = partial(_send_again, socket)
        socket.send(b"again")
        sockets.append(socket)
    try:
        yield
    finally:
        for socket in sockets:
            answered.append(asyncio.Event())
            socket.on_message = partial(_set, answered[-1])
        await asyncio.gather(*(event.wait() for event in answered))
        for socket in sockets:
            await socket.close()


def _send_again(socket: Socket, payload: bytes) -> None:
    socket.send(payload)


def _set(event: asyncio.Event, payload: bytes) -> None:
    event.set()
