"""What a learner has on a page that is kept for everybody."""

import gzip

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.models import Learner
from lessons.progress import note_use
from lessons.ways import WAYS
from quizzes.models import Attempt
from tests.lessons.guest_pages import PAGES, html_for_a_guest, without_places

pytestmark = pytest.mark.django_db


def learner_using(lesson, client, way):
    learner = Learner.objects.create()
    note_use(learner, lesson, WAYS[way])
    client.cookies["learner"] = signing.dumps(str(learner.pk), salt="lessons.identity")
    return learner


def test_what_a_learner_has_is_on_the_page_that_is_sent_compressed(lesson, client):
    learner_using(lesson, client, "flow")
    for _ in range(4):
        response = client.get("/", headers={"Accept-Encoding": "gzip"})
        assert "1 of 10 ways" in gzip.decompress(response.content).decode()


def test_a_learner_and_a_signed_in_user_get_their_own_page(lesson, client):
    for _ in range(3):
        html_for_a_guest("/")
    client.force_login(User.objects.create_user("ada-lovelace"))
    learner = Learner.objects.create(user=User.objects.get())
    note_use(learner, lesson, WAYS["flow"])
    html = client.get("/").text
    assert "ada-lovelace" in html
    assert without_places(html) != without_places(html_for_a_guest("/"))
    assert "ada-lovelace" not in html_for_a_guest("/")


@pytest.mark.parametrize("path", PAGES)
def test_a_learner_gets_the_cached_page_too(lesson, client, renders, path):
    for _ in range(3):
        html_for_a_guest(path)
    rendered = len(renders)
    learner_using(lesson, client, "flow")
    assert client.get(path).status_code == 200
    assert len(renders) == rendered


def test_what_a_learner_does_shows_at_once_on_a_cached_page(lesson, client):
    for _ in range(3):
        html_for_a_guest("/")
    learner = learner_using(lesson, client, "flow")
    assert "1 of 10 ways" in client.get("/").text
    note_use(learner, lesson, WAYS["step"])
    html = client.get("/").text
    assert "2 of 10 ways" in html
    assert 'href="/learn/django-channels/websocket-support/step/">Continue' in html
    assert "of 10 ways" not in html_for_a_guest("/")


def test_the_statements_of_a_learners_page_grow_with_nothing(lesson, client, django_assert_max_num_queries):
    learner = learner_using(lesson, client, "flow")
    for _ in range(3):
        client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for way in WAYS.values():
        note_use(learner, lesson, way)
        Attempt.objects.create(learner=learner, lesson=lesson, finished_at=timezone.now())
    with django_assert_max_num_queries(len(few)):
        client.get("/")
