"""Plain HTTP: the lesson page, a quiz answer, an API grade, against a constant response and default ASGI."""

import asyncio
import json
import statistics
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from bench.server import Server

LESSON = "django-channels/websocket-support"
CONNECTIONS = 8
CSRF = "c" * 32


@dataclass(frozen=True)
class Load:
    """A kind of request; `make` gives the bytes of the next one."""

    name: str
    make: Callable[[], bytes]


def loads() -> list[Load]:
    """The requests that are measured. Each quiz answer is a new learner's."""
    from django.core import signing

    from quizzes.api.keys import new_key
    from quizzes.api.models import ApiKey

    key = ApiKey(name="bench")
    secret = new_key(key)
    key.save()
    learner = signing.dumps(str(uuid.uuid4()), salt="lessons.identity")
    sheet = json.dumps({"answers": {"state-after-step-2": "a", "step-that-replies": "c"}}).encode()

    def answer() -> bytes:
        cookie = f"csrftoken={CSRF}; learner={signing.dumps(str(uuid.uuid4()), salt='lessons.identity')}"
        return request(
            "POST",
            f"/learn/{LESSON}/quiz/state-after-step-2/",
            {"Cookie": cookie, "X-CSRFToken": CSRF, "HX-Request": "true"},
            b"q1-choice=a",
            "application/x-www-form-urlencoded",
        )

    return [
        Load("constant response", lambda: request("GET", "/bench/page", {})),
        Load("lesson page", lambda: request("GET", f"/learn/{LESSON}/", {"Cookie": f"learner={learner}"})),
        Load("quiz answer, stored", answer),
        Load(
            "API grade",
            lambda: request(
                "POST",
                f"/api/v1/quizzes/{LESSON}/grade",
                {"Authorization": f"Bearer {secret}"},
                sheet,
                "application/json",
            ),
        ),
    ]


async def measure(server: Server, load: Load, seconds: float) -> tuple[float, float]:
    """(requests a second, processor seconds a request) with 8 connections, each sending on the answer."""
    deadline = time.perf_counter() + seconds
    cpu, start = server.cpu_seconds(), time.perf_counter()
    counts = await asyncio.gather(*(_client(server.port, load, deadline) for _ in range(CONNECTIONS)))
    total = sum(counts)
    return total / (time.perf_counter() - start), (server.cpu_seconds() - cpu) / total


async def compare(product: Server, default: Server, rounds: int, seconds: float) -> None:
    """Interleaved rounds on both servers; prints medians and ratios."""
    kinds = await asyncio.to_thread(loads)
    rates: dict[tuple[str, str], list[float]] = {}
    for round_number in range(rounds + 1):
        for load in kinds:
            for name, server in (("product", product), ("default ASGI", default)):
                rate, _ = await measure(server, load, seconds)
                if round_number:  # the first round warms up
                    rates.setdefault((load.name, name), []).append(rate)
    print(f"\nPlain HTTP, {CONNECTIONS} connections, {rounds} rounds of {seconds:g} s, requests a second")
    print(f"{'':22}{'product':>9}{'default ASGI':>14}{'ratio':>7}{'of constant':>13}")
    constant = statistics.median(rates["constant response", "product"])
    for load in kinds:
        ours, theirs = (statistics.median(rates[load.name, name]) for name in ("product", "default ASGI"))
        print(f"{load.name:22}{ours:9.0f}{theirs:14.0f}{ours / theirs:7.2f}{ours / constant:13.2f}")


async def _client(port: int, load: Load, deadline: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.perf_counter() < deadline:
        writer.write(load.make())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{load.name}: {head[:200]!r}")
        await read_body(reader, head.lower())
        count += 1
    writer.close()
    return count


async def read_body(reader: asyncio.StreamReader, head: bytes) -> None:
    if b"content-length:" in head:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"", kind: str = "") -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    if body:
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body
