"""The item analysis of a quiz with very many responses: the summary, and the page that reads it."""

import http.client
import random
import statistics
import time
from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bench.server import Server
from lessons.models import Learner, Lesson
from quizzes.analysis.summary import summarize
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question

_BATCH = 5000
_START = timezone.now()


def report(server: Server, responses: int, rounds: int) -> None:
    """Fill the database of this measurement, sum it up, ask for the page; prints seconds."""
    lesson = Lesson.objects.first()
    assert lesson
    made = _fill(lesson, responses)
    start = time.perf_counter()
    counted = summarize(lesson)
    seconds = time.perf_counter() - start
    cookie, path = _cookie(), f"/admin/quizzes/analysis/{lesson.pk}/"
    times = [_ask(server, path, cookie) for _ in range(10 * rounds)]
    print(f"\nItem analysis of {made} responses to one quiz, {counted} of them in first finished attempts")
    print(f"summary {seconds:9.2f} s")
    print(f"page    {statistics.median(times):9.3f} s median, {max(times):.3f} s slowest of {len(times)}")


def _fill(lesson: Lesson, responses: int) -> int:
    """Attempts with every question answered at random; each fourth learner has two. How many responses."""
    questions = list(Question.objects.with_choices().filter(lesson=lesson))
    made = 0
    while made < responses:
        learners = Learner.objects.bulk_create([Learner() for _ in range(_BATCH)])
        attempts = Attempt.objects.bulk_create(
            [
                Attempt(learner=learner, lesson=lesson, finished_at=_START)
                for learner in [*learners, *learners[::4]]
            ]
        )
        rows = [row for attempt in attempts for row in _answers(attempt, questions)]
        made += len(Response.objects.bulk_create(rows, batch_size=1000))
    return made


def _answers(attempt: Attempt, questions: Sequence[Question]) -> list[Response]:
    skill = random.random()
    return [
        _answer(attempt, question, random.random() < skill, seconds=20 * row + random.randrange(20))
        for row, question in enumerate(questions)
    ]


def _answer(attempt: Attempt, question: Question, is_right: bool, *, seconds: int) -> Response:
    choices = [choice for choice in question.choices.all() if choice.is_right == is_right]
    return Response(
        attempt=attempt,
        question=question,
        answer=random.choice(choices).key,
        tries=1,
        best=float(is_right),
        credit=float(is_right),
        hints_used=random.randrange(2),
        answered_at=_START + timedelta(seconds=seconds),
    )


def _cookie() -> str:
    """The session of an instructor."""
    client = Client()
    client.force_login(User.objects.create_superuser("bench"))
    return f"sessionid={client.cookies['sessionid'].value}"


def _ask(server: Server, path: str, cookie: str) -> float:
    """Seconds until the whole page is there."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    start = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    body = response.read()
    seconds = time.perf_counter() - start
    connection.close()
    if response.status != 200 or b"Item analysis" not in body:
        raise RuntimeError(f"{path}: {response.status}")
    return seconds
