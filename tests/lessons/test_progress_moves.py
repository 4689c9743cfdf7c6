"""What a learner has done without an account moves into the account."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from lessons.identity import COOKIE
from lessons.models import Learner, Lesson
from quizzes.attempt_models import Attempt, Response
from quizzes.recall.models import Card
from tests.lessons.learners import NAMED, NEW, NOW, PAGE, PASSWORD, do_everything, html_of, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("room")]


@pytest.mark.parametrize(("page", "fields"), [("sign-in", NAMED), ("sign-up", NEW)])
def test_an_account_without_a_learner_takes_over_the_one_of_the_browser(client, guest, page, fields):
    if page == "sign-in":
        User.objects.create_user("ada", password=PASSWORD)
    before = rows()
    response = client.post(f"/account/{page}/", fields, follow=True)
    assert "What you did in this browser is now in your account." in html_of(response)
    assert User.objects.get().learner == guest
    assert rows()["lessons.Learner"] == before["lessons.Learner"]


def test_where_both_have_rows_nothing_is_lost_and_nothing_is_double(client, guest, ada):
    own = do_everything(Learner.objects.create(user=ada), NOW - timedelta(days=1))
    guest.way_uses.create(lesson=Lesson.objects.get(), way="quiz", last_at=NOW)
    client.post("/account/sign-in/", NAMED)
    assert list(Learner.objects.all()) == [own]
    assert own.runs.count() == 2
    assert own.attempts.count() == Response.objects.filter(attempt__learner=own).count() == 2
    assert Card.objects.get().reviews == 2
    assert sorted(own.way_uses.values_list("way", flat=True)) == ["quiz", "read"]
    read = own.way_uses.get(way="read")
    assert (read.first_at, read.last_at) == (NOW - timedelta(days=1), NOW)


def test_what_was_used_first_without_an_account_keeps_its_times(client, guest, ada):
    own = do_everything(Learner.objects.create(user=ada), NOW + timedelta(days=1))
    client.post("/account/sign-in/", NAMED)
    read = own.way_uses.get()
    assert (read.first_at, read.last_at) == (NOW, NOW + timedelta(days=1))


@pytest.mark.parametrize("days", [-1, 1])
def test_of_two_open_attempts_the_older_one_is_finished(client, guest, ada, days):
    own = do_everything(Learner.objects.create(user=ada), NOW + timedelta(days=days))
    client.post("/account/sign-in/", NAMED)
    newer, older = own.attempts.all()
    assert newer.finished_at is None
    assert older.finished_at is not None
    assert newer.started_at > older.started_at


def test_signing_in_once_more_changes_nothing(client, guest, ada):
    do_everything(Learner.objects.create(user=ada), NOW - timedelta(days=1))
    cookie = client.cookies[COOKIE].value
    client.post("/account/sign-in/", NAMED)
    before, attempts = rows(), list(Attempt.objects.values())
    client.post("/account/sign-out/")
    client.cookies[COOKIE] = cookie
    client.post("/account/sign-in/", NAMED)
    assert rows() == before
    assert list(Attempt.objects.values()) == attempts


def test_the_learner_of_another_account_is_never_taken_over(client, guest, ada):
    grace = User.objects.create_user("grace")
    guest.user = grace
    guest.save()
    response = client.post("/account/sign-in/", NAMED, follow=True)
    assert "What you did in this browser" not in html_of(response)
    assert Learner.objects.get().user == grace
    client.post(f"{PAGE}quiz/used/")
    assert not guest.way_uses.filter(way="quiz").exists()


def test_a_cookie_that_was_tampered_with_brings_nothing(client, guest, ada):
    client.cookies[COOKIE] = f'"{guest.id}"'
    client.post("/account/sign-in/", NAMED)
    guest.refresh_from_db()
    assert guest.user is None


def test_signing_in_at_the_desk_takes_progress_along_too(client, guest, ada):
    User.objects.update(is_staff=True)
    client.post("/admin/login/", NAMED)
    guest.refresh_from_db()
    assert guest.user == ada


def test_every_kind_of_row_moves_and_is_handed_out(client, guest, ada):
    """A model with a learner needs a row in `do_everything`, and `merges` and `learner_data` of a plugin."""
    own = Learner.objects.create(user=ada)
    kinds = Learner._meta.related_objects
    for kind in kinds:
        assert kind.related_model._base_manager.filter(**{kind.field.name: guest}).exists(), kind.name
    before = rows()
    client.post("/account/sign-in/", NAMED)
    for kind in kinds:
        name = kind.related_model._meta.label
        assert kind.related_model._base_manager.filter(**{kind.field.name: own}).count() == before[name]
    data = client.get("/account/data.json").json()
    assert [name for name, held in data.items() if held == []] == []
    assert sum(isinstance(held, list) for held in data.values()) == len(kinds)
