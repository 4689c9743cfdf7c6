"""The clean-up on both engines, beside a server that goes on writing and beside others' transactions."""

from contextlib import contextmanager

import psycopg
import pytest

from tests.support.installations import InProcess, learners_arriving
from tests.support.processes import start
from tests.support.servers import serve, var_like
from tests.support.waiting import wait_until

GUESTS = """
from datetime import timedelta
from django.utils import timezone
from lessons.models import Learner, Lesson, WayUse
from live_demo.models import Run
from quizzes.models import Attempt
old = timezone.now() - timedelta(days=400)
lesson = Lesson.objects.get(slug="websocket-support")
guests = Learner.objects.bulk_create(Learner(last_act_on=old.date()) for _ in range(60))
Attempt.objects.bulk_create(Attempt(learner=each, lesson=lesson) for each in guests)
runs = [
    Run(learner=each, lesson=lesson, ended_at=old, opened_at=old, trace=lesson.recording.trace)
    for each in guests for _ in range(5)
]
Run.objects.bulk_create(runs)
Run.objects.update(started_at=old)
"""


def left(installation):
    """How many learners, runs and attempts there are."""
    counts = installation.count_rows()
    return [counts[table] for table in ("lessons_learner", "live_demo_run", "quizzes_attempt")]


pytestmark = pytest.mark.django_db


@pytest.fixture
def with_guests(db, database_engine, made_var, tmp_path):
    """An installation with 60 guests who came back no more, each with five runs and an attempt."""
    var = var_like(made_var, tmp_path / "var")
    found = InProcess(var, database_engine.made())
    found.manage("shell", "--no-imports", "-c", GUESTS)
    return found


def test_a_server_beside_it_goes_on_answering(with_guests):
    with (
        serve("daphne", with_guests.env, with_guests.var / "daphne.log") as server,
        learners_arriving(server) as answered,
    ):
        wait_until(lambda: answered, alive=server.process)
        said = with_guests.manage("clean_up")
        while "left for the next time" in said:  # the server had the database for long
            said = with_guests.manage("clean_up")
        during = len(answered)
        wait_until(lambda: len(answered) >= during + 2, alive=server.process)
    assert {status for status, _ in answered} == {200}
    assert left(with_guests) == [len(answered), len(answered), 0]


@pytest.fixture
def other(with_guests):
    """A transaction of somebody else on PostgreSQL."""
    with psycopg.connect(with_guests.env["DATABASE_URL"]) as connection:
        yield connection


@contextmanager
def cleaning(installation):
    """A clean-up in a process of its own; gives the process, and the file of what it says."""
    with (installation.var / "said.txt").open("w+") as said:
        process = start(["manage.py", "clean_up"], env=installation.env, stdout=said, stderr=said)
        try:
            yield process, said
        finally:
            process.kill()
            process.wait()


@pytest.mark.parametrize("database_engine", ["postgresql"], indirect=True)
def test_what_others_hold_is_left_for_the_next_time(with_guests, other):
    other.execute(
        "UPDATE live_demo_run SET server = 'held' "
        "WHERE id = (SELECT id FROM live_demo_run ORDER BY id LIMIT 1)"
    )
    said = with_guests.manage("clean_up")
    assert "runs: 299 removed; the rest is left for the next time" in said
    assert "guests: 59 removed; the rest is left for the next time" in said
    other.rollback()
    said = with_guests.manage("clean_up")
    assert "runs: 1 removed" in said
    assert "guests: 1 removed" in said


@pytest.mark.parametrize("database_engine", ["postgresql"], indirect=True)
def test_where_two_wait_for_each_other_it_gives_way(with_guests, other):
    """Somebody has written to an attempt and goes on to its learner, while the learner is being removed."""
    learner, lesson = other.execute(
        "UPDATE quizzes_attempt SET finished_at = now() WHERE id = (SELECT max(id) FROM quizzes_attempt) "
        "RETURNING learner_id, lesson_id"
    ).fetchone()
    with (
        cleaning(with_guests) as (process, said),
        psycopg.connect(with_guests.env["DATABASE_URL"], autocommit=True) as observer,
    ):
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        wait_until(lambda: observer.execute(waiting).fetchone()[0], alive=process)
        other.execute(
            "INSERT INTO lessons_wayuse (learner_id, lesson_id, way, first_at, last_at) "
            "VALUES (%s, %s, 'read', now(), now())",
            [learner, lesson],
        )
        other.commit()
        code = process.wait()
        said.seek(0)
        assert code == 0, said.read()
    assert left(with_guests)[0] in (0, 1)
