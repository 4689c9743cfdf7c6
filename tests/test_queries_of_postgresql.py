"""Queries that a database answers in its own way, on PostgreSQL: which attempts count, what texts show."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons.models import Lesson, Picture
from quizzes.analysis.scope import ATTEMPTS, Scope
from quizzes.analysis.summary import count_responses
from tests.lessons.desk_page import DeskPage
from tests.quizzes.first_attempts import CREDITS, sit, summaries
from tests.support.other_database import connected_to
from tutorial.retention.pictures import unused_pictures

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("database_engine", ["postgresql"], indirect=True)
def test_the_analysis_and_the_search_for_pictures_run(database_engine):
    with connected_to(database_engine.made()):
        lesson = Lesson.objects.get(slug="websocket-support")
        learners = [sit(lesson, marks) for marks in CREDITS]
        sit(lesson, (1, 1, 1), learner=learners[-1])
        assert [round(each.facility, 3) for each in summaries(lesson)] == [0.667, 0.5, 0.417]
        counted = {name: count_responses(lesson, Scope(attempts=name)) for name in ATTEMPTS}
        assert counted == {"first": 18, "last": 18, "best": 18, "all": 21}
        Picture.objects.create(digest="0" * 32, ending="png", width=1, height=1, content=b"x")
        Picture.objects.update(made_at="2020-01-01T00:00Z")
        assert unused_pictures().count() == 1


@pytest.mark.parametrize("database_engine", ["postgresql"], indirect=True)
def test_of_two_who_save_a_lesson_at_once_one_waits_for_the_other(database_engine, client):
    with connected_to(database_engine.made()):
        client.force_login(User.objects.create_superuser("root"))
        page = DeskPage(client, Lesson.objects.get(slug="websocket-support"))
        with CaptureQueriesContext(connection) as queries:
            page.store()
        asked = [each["sql"] for each in queries]
    assert sum(sql.endswith('FOR UPDATE OF "lessons_lesson"') for sql in asked) == 1, asked
