"""A learner's own data: the file of it, and deleting it."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from fsrs import Rating

from lessons.identity import COOKIE
from lessons.models import Learner, Lesson
from live_demo.runs.models import Run
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question
from quizzes.recall.rating import rate
from tests.lessons.learners import NAMED, NEW, NOW, guest_of, html_of, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("room")]


def test_the_file_holds_everything_about_one_and_nothing_of_others(client, guest):
    other = Client()
    guest_of(other)
    response = client.get("/account/data.json")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    data = response.json()
    assert data["account"] is None
    assert data["learner"]["id"] == str(guest.id)
    assert [use["way"] for use in data["ways"]] == ["read"]
    [attempt] = data["attempts"]
    assert attempt["responses"][0]["answer"] == "a"
    [card] = data["cards"]
    assert card["ratings"][0]["rating"] == "Easy"
    [run] = data["runs"]
    assert client.get(run["trace"]).json()["points"]
    assert other.get(run["trace"]).status_code == 404


def test_the_file_names_the_account(client, ada):
    client.force_login(ada)
    data = client.get("/account/data.json").json()
    assert data["account"]["user_name"] == "ada"
    assert data["learner"] is None


def test_the_queries_of_the_file_do_not_grow_with_its_rows(client, guest, django_assert_num_queries):
    with CaptureQueriesContext(connection) as before:
        client.get("/account/data.json")
    lesson = Lesson.objects.get()
    for number in range(2, 4):
        attempt = Attempt.objects.create(learner=guest, lesson=lesson, finished_at=NOW)
        Response.objects.create(attempt=attempt, question=Question.objects.first())
        Run.objects.create(learner=guest, lesson=lesson)
        rate(guest, lesson.key_moments.get(number=number), Rating.Easy, reviews=0, at=NOW)
    with django_assert_num_queries(len(before)):
        assert len(client.get("/account/data.json").json()["attempts"]) == 3


def test_looking_at_the_delete_page_deletes_nothing(client, guest):
    assert "This cannot be undone." in html_of(client.get("/account/delete/"))
    assert Learner.objects.filter(pk=guest.pk).exists()


def test_deleting_leaves_nothing_of_a_learner_without_an_account(client):
    before = rows()
    guest_of(client)
    assert rows() != before
    response = client.post("/account/delete/", follow=True)
    assert "Your data is deleted." in html_of(response)
    assert rows() == before
    assert client.cookies[COOKIE].value == ""


def test_deleting_with_the_account_leaves_nothing_in_any_table(client):
    before = rows()
    guest_of(client)
    Client().post("/account/sign-in/", NAMED | {"password": "x"})
    client.post("/account/sign-up/", NEW)
    response = client.post("/account/delete/", {"account": "on"}, follow=True)
    assert "Your data and your account are deleted." in html_of(response)
    assert rows() == before


def test_deleting_keeps_the_account_unless_it_was_chosen_too(client, guest, ada):
    other = guest_of(Client())
    client.post("/account/sign-in/", NAMED)
    client.post("/account/delete/")
    assert list(Learner.objects.all()) == [other]
    assert "You are signed in as" in html_of(client.get("/account/"))


def test_an_instructor_cannot_delete_the_account_here(client, ada):
    User.objects.update(is_staff=True)
    client.force_login(User.objects.get())
    assert 'name="account"' not in html_of(client.get("/account/delete/"))
    client.post("/account/delete/", {"account": "on"})
    assert User.objects.exists()
