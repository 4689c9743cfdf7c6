"""What everybody else feels of learners whose own code spins, and what a sandboxed worker costs."""

import asyncio
import contextlib
import http.client
import os
import time
import uuid
from pathlib import Path

from bench.background import in_background
from bench.client import Socket
from bench.echo import burst
from bench.pairs import LINES, quantile
from bench.server import Server, Ticket

LEARNERS = 4
ECHOES, EVERY_SECONDS = 40, 0.1
PAGES = 40
"""Pages in one half of a round; it has as many echoes."""
STARTS = 10
_CLASS = """
from channels.generic.websocket import AsyncWebsocketConsumer


class Own(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
"""
ANSWERS = f"{_CLASS}        await self.send(text_data or 'bytes')\n"
SPINS = f"{_CLASS}        while True:\n            pass\n"


def report(server: Server, rounds: int) -> None:
    """Echo and pages alone and beside them, in turns; a start at rest; the memory of a worker."""
    quiet = [_ticket(ANSWERS) for _ in range(STARTS)]
    spinning = [_ticket(SPINS) for _ in range(60 * rounds)]
    starts, costs, memory = asyncio.run(_starts(server, quiet))
    alone, beside = asyncio.run(_measure(server, spinning, rounds))
    print(f"\nBeside {LEARNERS} learners whose code spins, {len(alone['echo'])} echoes each")
    print(f"{'':28}{'alone':>10}{'beside them':>13}{'ratio':>8}")
    for what, percent in (("echo", 50), ("echo", 99), ("page", 50), ("page", 99)):
        calm, loud = quantile(alone[what], percent), quantile(beside[what], percent)
        print(f"{f'{what} p{percent}, ms':28}{calm:10.2f}{loud:13.2f}{loud / calm:8.2f}")
    least, half, most = min(starts) * 1000, quantile(starts, 50), quantile(starts, 99)
    print(f"Run to accepted: {least:.1f} ms (least), {half:.1f} (p50), {most:.1f} (p99)")
    print(f"load of the machine, one minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if memory:
        served, forked, worked = (quantile([cost[part] for cost in costs], 50) for part in range(3))
        parts = f"{served:.1f} server, {forked:.1f} fork server, {worked:.1f} worker"
        print(f"processor time of a start, p50 in ms: {parts}")
        print(f"memory of a worker's own: {memory / 1e6:.1f} MB")
    else:
        print("processor time and memory of a worker: not readable")


type Cost = tuple[float, float, float]
"""Processor time of one start in seconds: of the server, of the fork server, of the worker."""


async def _starts(server: Server, tickets: list[Ticket]) -> tuple[list[float], list[Cost], int]:
    """How long each handshake took, what it cost, and the private memory of the last worker in bytes.

    There is no cost and no memory where they cannot be read.
    """
    took: list[float] = []
    costs: list[Cost] = []
    memory = forking = 0
    for ticket in tickets:
        before = server.cpu_seconds(), _cpu(forking)
        ready, _ = await asyncio.to_thread(_newest_worker, server.process.pid)
        idle = _cpu(ready)  # what the spare has cost before it was asked for
        began = time.perf_counter()
        socket = await Socket.open(server.port, f"/ws/lab/{ticket.ticket}/", ticket.cookie)
        took.append(time.perf_counter() - began)
        served = server.cpu_seconds() - before[0]
        worker, forking = await asyncio.to_thread(_newest_worker, server.process.pid)
        costs.append((served, _cpu(forking) - before[1], _cpu(worker) - (idle if worker == ready else 0)))
        memory = _private_bytes(worker)
        await socket.close()
        await asyncio.sleep(2)  # the spare for the next one is made meanwhile
    return took[1:], costs[1:], memory  # the first one starts the fork server, too


async def _measure(
    server: Server, tickets: list[Ticket], rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    alone: dict[str, list[float]] = {"echo": [], "page": []}
    beside: dict[str, list[float]] = {"echo": [], "page": []}
    for _ in range(rounds):
        await _sample(server, alone)
        async with in_background(_again(server, tickets) for _ in range(LEARNERS)):
            await _sample(server, beside)
    return alone, beside


async def _sample(server: Server, into: dict[str, list[float]]) -> None:
    into["echo"] += (await burst(server, LINES, 1, ECHOES, EVERY_SECONDS)).echoes
    into["page"] += await asyncio.to_thread(_pages, server.port)


def _pages(port: int) -> list[float]:
    took = []
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(PAGES):
        began = time.perf_counter()
        connection.request("GET", "/learn/django-channels/websocket-support/")
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status
        took.append(time.perf_counter() - began)
        time.sleep(0.02)
    connection.close()
    return took


async def _again(server: Server, tickets: list[Ticket]) -> None:
    """One learner: whenever the code was ended for its processor time, it is run anew."""
    while True:
        ticket = tickets.pop()
        with contextlib.suppress(ConnectionError, OSError, EOFError):
            socket = await Socket.open(server.port, f"/ws/lab/{ticket.ticket}/", ticket.cookie)
            socket.send(b"spin")
            try:
                await socket.closed.wait()
            finally:
                socket.transport.abort()


def _newest_worker(server: int) -> tuple[int, int]:
    """The newest process that a child of the server has forked, and that child (Linux); 0: there is none."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            pid, _, rest = entry.read_text().partition(" ")
            parents[int(pid)] = int(rest.rpartition(")")[2].split()[1])
    worker = max((pid for pid, parent in parents.items() if parents.get(parent) == server), default=0)
    return worker, parents.get(worker, 0)


def _cpu(pid: int) -> float:
    """Processor time of the process in seconds; 0 where it cannot be read."""
    with contextlib.suppress(OSError):
        return (
            sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat"))
            / 1e9
        )
    return 0


def _private_bytes(pid: int) -> int:
    """Memory that the process shares with no other (Linux, as root); 0 where it cannot be read."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))
    return 0


def _ticket(source: str) -> Ticket:
    from django.core import signing

    from lessons.models import Learner, Lesson
    from live_demo.runs.models import Run
    from live_demo.runs.ticket import issue_ticket

    learner = Learner.objects.create()
    lesson = Lesson.objects.get(slug="websocket-support")
    run = Run.objects.create(id=uuid.uuid4(), learner=learner, lesson=lesson, source=source)
    cookie = f"learner={signing.dumps(str(learner.id), salt='lessons.identity')}"
    return Ticket(issue_ticket(run.id, learner.id), cookie)
