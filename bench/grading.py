"""The grading API: sheets a second, against a Django view of the same server that returns a constant JSON.

Single sheets come over 8 connections, batches over one. The 99th percentile is over all calls of all rounds;
of few calls it is little more than the slowest.
"""

import asyncio
import json
import statistics
import time
from dataclasses import dataclass, field

from bench.pages import CONNECTIONS, read_body, request
from bench.pairs import quantile
from bench.server import Server

QUESTIONS = (1, 10, 100)
BATCHES = (100, 1000)
TRACK = "bench-grading"


@dataclass
class Call:
    """A kind of call with `sheets` sheets; `seconds` are its times, `rates` calls a second, a round each."""

    name: str
    payload: bytes
    sheets: int = 1
    seconds: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    @property
    def connections(self) -> int:
        return CONNECTIONS if self.sheets == 1 else 1


async def report(server: Server, rounds: int, seconds: float) -> None:
    """Interleaved rounds; prints medians and ratios."""
    secret = await asyncio.to_thread(make_quizzes)
    try:
        kinds = calls(secret)
        for kind in kinds:
            await _measure(server, kind, seconds)  # warms up
            kind.seconds, kind.rates = [], []
        for _ in range(rounds):
            for kind in kinds:
                await _measure(server, kind, seconds)
    finally:
        await asyncio.to_thread(remove_quizzes)
    _print(kinds, rounds, seconds)


def calls(secret: str) -> list[Call]:
    """The calls that are measured: the constant first."""
    kinds = [Call("constant JSON", request("POST", "/bench/constant", {}, b"{}", "application/json"))]
    for count in QUESTIONS:
        answers = {f"question-{number}": "a" for number in range(1, count + 1)}
        path = f"/api/v1/quizzes/{TRACK}/of-{count}/grade"
        kinds.append(Call(f"{count} questions, single", _post(secret, path, {"answers": answers})))
        for size in BATCHES:
            sheets = [{"id": str(number), "answers": answers} for number in range(size)]
            payload = _post(secret, f"{path}-batch", {"sheets": sheets})
            kinds.append(Call(f"{count} questions, {size} sheets", payload, size))
    return kinds


def make_quizzes() -> str:
    """Lessons with quizzes of each size; returns the secret of a key."""
    from lessons.models import Lesson, Track
    from quizzes.api.keys import new_key
    from quizzes.api.models import ApiKey
    from quizzes.question_models import Choice, Question

    track = Track.objects.create(slug=TRACK, number=99, title="Bench", summary="Quizzes of all sizes.")
    for count in QUESTIONS:
        lesson = Lesson.objects.create(
            track=track, slug=f"of-{count}", number=count, status="published", title="Bench", lab="chat"
        )
        for number in range(1, count + 1):
            question = Question.objects.create(
                lesson=lesson, number=number, key=f"question-{number}", text="Which?", proof="step 1"
            )
            Choice.objects.bulk_create(
                Choice(
                    question=question, number=place, text="This.", is_right=place == 1, feedback="So." * 30
                )
                for place in range(1, 5)
            )
    key = ApiKey(name="bench of grading")
    secret = new_key(key)
    key.save()
    return secret


def remove_quizzes() -> None:
    """The other parts know one lesson only."""
    from lessons.models import Lesson, Track

    Lesson.objects.filter(track__slug=TRACK).delete()
    Track.objects.filter(slug=TRACK).delete()


async def _measure(server: Server, call: Call, seconds: float) -> None:
    start, before = time.perf_counter(), len(call.seconds)
    await asyncio.gather(*(_client(server.port, call, start + seconds) for _ in range(call.connections)))
    call.rates.append((len(call.seconds) - before) / (time.perf_counter() - start))


async def _client(port: int, call: Call, deadline: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    while (start := time.perf_counter()) < deadline:
        writer.write(call.payload)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{call.name}: {head[:200]!r}")
        await read_body(reader, head.lower())
        call.seconds.append(time.perf_counter() - start)
    writer.close()


def _print(kinds: list[Call], rounds: int, seconds: float) -> None:
    print(f"\nGrading API, {rounds} rounds of {seconds:g} s a kind of call, interleaved")
    print(f"{CONNECTIONS} connections, batches over one; each sheet answers every question")
    print(f"{'':28}{'calls':>7}{'calls/s':>9}{'ratio':>8}{'p99 ms':>9}{'ratio':>8}", end="")
    print(f"{'sheets/s':>10}{'of single':>11}")
    constant, slowest = statistics.median(kinds[0].rates), quantile(kinds[0].seconds, 99)
    single = constant
    for kind in kinds:
        rate, slow = statistics.median(kind.rates), quantile(kind.seconds, 99)
        if kind.sheets == 1:
            single = rate
        sheets = rate * kind.sheets
        print(
            f"{kind.name:28}{len(kind.seconds):7}{rate:9.1f}{rate / constant:8.3f}{slow:9.1f}"
            f"{slow / slowest:8.1f}{sheets:10.0f}{sheets / single:11.2f}"
        )
    print("ratio: of the constant JSON's; of single: sheets a second of the same quiz, one a call")


def _post(secret: str, path: str, body: object) -> bytes:
    headers = {"Authorization": f"Bearer {secret}"}
    return request("POST", path, headers, json.dumps(body).encode(), "application/json")
