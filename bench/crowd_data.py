"""The learners of `bench.crowd`."""

import itertools
import random
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from lessons.models import KeyMoment, Learner, Lesson, WayUse
from lessons.ways import WAYS
from live_demo.runs.models import Recording, Run
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question
from quizzes.recall.models import Card, Rating

_BATCH = 500
_NOW = timezone.now()


@cache
def lessons_asked() -> list[tuple[Lesson, list[int]]]:
    """Each lesson with the ids of its questions."""
    return [
        (lesson, list(Question.objects.filter(lesson=lesson).values_list("pk", flat=True)))
        for lesson in Lesson.objects.select_related("track")
    ]


@cache
def _trace() -> Any:
    return Recording.objects.order_by("pk").values_list("trace", flat=True)[0][:4]


@cache
def one() -> Learner:
    """The learner whose pages are measured: an account with as many rows as each of the others."""
    user = User.objects.create_user("one")
    learner = Learner.objects.create(user=user)
    _give([learner], runs=10, responses=100)
    return learner


def fill(learners: int, runs: int, responses: int) -> str:
    """Make the crowd. Returns how many of what there are."""
    for size in _batches(learners):
        made = Learner.objects.bulk_create([Learner(created_at=_NOW) for _ in range(size)])
        _give(made, runs=runs // learners, responses=responses // learners)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does within a minute
    counts = [(model.objects.count(), model.__name__) for model in (Learner, Run, Response, Card)]
    return ", ".join(f"{count} {name.lower()}s" for count, name in counts)


def _batches(total: int) -> Iterator[int]:
    for start in range(0, total, _BATCH):
        yield min(_BATCH, total - start)


def _give(learners: list[Learner], *, runs: int, responses: int) -> None:
    """Rows for each of `learners`, spread over the lessons."""
    lessons = lessons_asked()
    Run.objects.bulk_create(
        [
            Run(
                learner=learner,
                lesson=random.choice(lessons)[0],
                opened_at=_NOW,
                ended_at=_NOW,
                server="Daphne",
                trace=_trace(),
            )
            for learner in learners
            for _ in range(runs)
        ],
        batch_size=100,
    )
    moments = list(KeyMoment.objects.values_list("pk", flat=True))
    WayUse.objects.bulk_create(
        [
            WayUse(learner=learner, lesson=lesson, way=way, last_at=_NOW)
            for learner in learners
            for lesson, _ in lessons
            for way in random.sample(list(WAYS), 2)
        ],
        batch_size=1000,
    )
    cards = Card.objects.bulk_create(
        [
            Card(
                learner=learner,
                key_moment_id=moment,
                due=_NOW + timedelta(days=random.randrange(-5, 20)),
                last_review=_NOW,
                state=Card.State.REVIEW,
                stability=3,
                difficulty=5,
                reviews=1,
            )
            for learner in learners
            for moment in random.sample(moments, 5)
        ],
        batch_size=1000,
    )
    Rating.objects.bulk_create(
        [Rating(card=card, rating=3, at=_NOW, interval=timedelta(days=3)) for card in cards], batch_size=1000
    )
    for learner in learners:
        _answer(learner, responses)


def _answer(learner: Learner, responses: int) -> None:
    """Finished attempts at one quiz after another, until there are so many responses."""
    rows: list[Response] = []
    attempts: list[tuple[Attempt, list[int]]] = []
    for lesson, questions in itertools.cycle(each for each in lessons_asked() if each[1]):
        if sum(len(asked) for _, asked in attempts) >= responses:
            break
        attempts.append((Attempt(learner=learner, lesson=lesson, finished_at=_NOW), questions))
    Attempt.objects.bulk_create([attempt for attempt, _ in attempts])
    for attempt, asked in attempts:
        for question in asked:
            credit = float(random.random() < 0.8)
            rows.append(
                Response(
                    attempt=attempt,
                    question_id=question,
                    answer="a",
                    tries=1,
                    best=credit,
                    credit=credit,
                    answered_at=_NOW,
                )
            )
    Response.objects.bulk_create(rows[:responses], batch_size=1000)
