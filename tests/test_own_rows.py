"""The rows of a learner are found by an index of that learner, whatever the rows of others are."""

import pytest
from django.db import connection

from lessons.models import Learner
from live_demo.runs.models import Run
from quizzes.attempt_models import Attempt
from quizzes.progress import answers_given, quizzes_finished
from quizzes.recall.progress import due_counts

pytestmark = pytest.mark.django_db
OF_MANY = ("quizzes_attempt", "quizzes_response", "quizzes_card", "live_demo_run", "lessons_wayuse")


def plans(queries):
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}".replace("%", "%%"), [])
            yield from (row[-1] for row in cursor.fetchall())


def walks_others(step):
    """Whether a step of a plan of SQLite's finds rows of learners by what they share with all others."""
    found = any(
        f"INDEX {table}_lesson_id" in step or f"INDEX {table}_question_id" in step for table in OF_MANY
    )
    found = found or "INDEX responses_to_a_question (question_id=?)" in step
    return found or any(step == f"SCAN {table}" for table in OF_MANY)


@pytest.mark.parametrize(
    "read",
    [
        lambda learner, lesson: answers_given(learner),
        lambda learner, lesson: quizzes_finished(learner),
        lambda learner, lesson: due_counts(learner),
        lambda learner, lesson: list(Attempt.objects.filter(learner=learner, lesson=lesson)[:1]),
        lambda learner, lesson: list(learner.runs.with_record().filter(lesson=lesson)[:5]),
        lambda learner, lesson: Run.objects.open().count(),
    ],
)
def test_no_query_of_a_learner_walks_the_rows_of_others(lesson, read, django_assert_max_num_queries):
    learner = Learner.objects.create()
    with django_assert_max_num_queries(5) as captured:
        read(learner, lesson)
    steps = list(plans(captured.captured_queries))
    assert steps
    assert [step for step in steps if walks_others(step)] == []
