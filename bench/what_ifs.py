"""What a learner feels of others whose what-ifs block and crash: each has a process of its own."""

import asyncio
import time
import uuid

from bench.background import in_background
from bench.client import Socket
from bench.echo import burst
from bench.pairs import LINES, quantile
from bench.server import Servers, Ticket

BLOCKING = ("blocking", "error_in_connect", "blocking", "error_in_connect")
"""What-ifs that run at the same time, over and over: two block for 3 s, two crash as fast as they can."""
ECHOES, EVERY_SECONDS = 40, 0.1
"""Echoes in one half of a round, and the seconds from one to the next."""


def report(servers: Servers, rounds: int) -> None:
    """Echo of one pair, a message every 100 ms, alone and beside them, in turns; and what a start takes."""
    # Made beforehand: a thread of this process that talks to the database would be felt in what it measures.
    tickets = {name: [_ticket(name) for _ in range(150 * rounds)] for name in set(BLOCKING)}
    alone, beside, starts = asyncio.run(_measure(servers, tickets, rounds))
    print(f"\nBeside {len(BLOCKING)} what-ifs that block or crash, {len(alone)} echoes each")
    print(f"{'':28}{'alone':>10}{'beside them':>13}{'ratio':>8}")
    for percent in (50, 99):
        quiet, loud = quantile(alone, percent), quantile(beside, percent)
        print(f"{f'echo p{percent}, ms':28}{quiet:10.2f}{loud:13.2f}{loud / quiet:8.2f}")
    print(f"handshake of a what-if, with its process: {quantile(starts, 50):.1f} ms (p50)")


async def _measure(
    servers: Servers, tickets: dict[str, list[Ticket]], rounds: int
) -> tuple[list[float], list[float], list[float]]:
    alone: list[float] = []
    beside: list[float] = []
    starts: list[float] = []
    for _ in range(rounds):
        alone += (await burst(servers, LINES, 1, ECHOES, EVERY_SECONDS)).echoes
        async with in_background(_again(servers, tickets[name], starts) for name in BLOCKING):
            beside += (await burst(servers, LINES, 1, ECHOES, EVERY_SECONDS)).echoes
    return alone, beside, starts


async def _again(servers: Servers, tickets: list[Ticket], starts: list[float]) -> None:
    while True:
        ticket = tickets.pop()
        began = time.perf_counter()
        try:
            socket = await Socket.open(servers.port, f"/ws/lab/{ticket.ticket}/", ticket.cookie)
        except Exception:  # refused, as it should be: this one crashes in connect()
            await asyncio.sleep(0.2)
            continue
        starts.append(time.perf_counter() - began)
        answered = asyncio.Event()
        socket.on_message = lambda payload, answered=answered: answered.set()  # type: ignore[misc]
        socket.send(b"block")
        try:
            await answered.wait()
        finally:
            await asyncio.shield(socket.close())


def _ticket(name: str) -> Ticket:
    from django.core import signing

    from lessons.models import Learner, Lesson
    from live_demo.runs.models import Run
    from live_demo.runs.ticket import issue_ticket

    learner = Learner.objects.create()
    run = Run.objects.create(
        id=uuid.uuid4(), learner=learner, lesson=Lesson.objects.get(slug="websocket-support"), what_if=name
    )
    cookie = f"learner={signing.dumps(str(learner.id), salt='lessons.identity')}"
    return Ticket(issue_ticket(run.id, learner.id), cookie)
