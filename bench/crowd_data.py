"""The learners of `bench.crowd`, and the pages that one of them asks for."""

import itertools
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
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
def _lessons() -> list[tuple[Lesson, list[int]]]:
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
    lessons = _lessons()
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
    for lesson, questions in itertools.cycle(each for each in _lessons() if each[1]):
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


def visits() -> dict[str, Callable[[], object]]:
    """{name: asks for this page}, as the one learner, and as an administrator."""
    learner, lesson = one(), _lessons()[0][0]
    client, desk = Client(), Client()
    client.force_login(learner.user)  # type: ignore[arg-type]
    desk.force_login(User.objects.get(username="administrator"))
    address = lesson.get_absolute_url()
    run = learner.runs.first()
    assert run
    pages = {
        "home": "/",
        "track": f"/learn/{lesson.track.slug}/",
        "lesson": address,
        **{way: f"{address}{way}/" for way in WAYS if way != "read"},
        "review": "/review/",
        "profile": "/account/",
        "run": run.get_absolute_url(),
        "search": "/search/?q=socket",
    }
    admin = {
        "admin": "/admin/",
        "admin: lessons": "/admin/lessons/lesson/",
        "admin: a lesson": f"/admin/lessons/lesson/{lesson.pk}/change/",
        "admin: accounts": "/admin/auth/user/",
        "admin: reports": "/admin/quizzes/report/",
        "admin: item analysis": "/admin/quizzes/analysis/",
        "admin: a quiz": f"/admin/quizzes/analysis/{lesson.pk}/",
    }
    asked = {name: _asking(client, page) for name, page in pages.items()}
    asked |= {name: _asking(desk, page) for name, page in admin.items()}
    return asked | {"start of a run": lambda: _start(client, lesson)}


def _asking(client: Client, page: str) -> Callable[[], object]:
    def ask() -> object:
        response = client.get(page)
        if response.status_code != 200:
            raise RuntimeError(f"{page}: {response.status_code}")
        return response

    return ask


def _start(client: Client, lesson: Lesson) -> object:
    response = client.post(f"/live/{lesson.track.slug}/{lesson.slug}/runs/", headers={"HX-Request": "true"})
    one().runs.filter(opened_at=None).delete()  # so that the next one is not the 21st of this minute
    if response.status_code != 200:
        raise RuntimeError(f"start of a run: {response.status_code}")
    return response


def explain(asked: dict[str, Callable[[], object]]) -> None:
    """Print each query of each page with its plan, where it reads a table of learners' rows."""
    for name, visit in asked.items():
        with CaptureQueriesContext(connection) as queries:
            visit()
        for query in queries:
            if query["sql"].startswith("SELECT") and "learner" in query["sql"]:
                print(f"\n{name}: {query['sql'][:300]}")
                with connection.cursor() as cursor:
                    prefix = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
                    cursor.execute(prefix + query["sql"].replace("%", "%%"), [])
                    for row in cursor.fetchall():
                        print("   ", row[-1])
