"""Accounts: signing in and up, progress that moves along, a learner's own data."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from fsrs import Rating

from lessons.identity import COOKIE, learner_id_in
from lessons.models import Learner, Lesson, WayUse
from live_demo.expect.models import Streak
from live_demo.predict.models import Prediction
from live_demo.rooms.models import Room
from live_demo.runs.models import Run
from live_demo.what_ifs.models import Diagnosis
from quizzes.quiz_models import Attempt, Question, Response
from quizzes.recall.models import Card
from quizzes.recall.rating import rate
from quizzes.reports.models import Report

pytestmark = pytest.mark.django_db
PAGE = "/learn/django-channels/websocket-support/"
PASSWORD = "a password of the tests"
NAMED = {"username": "ada", "password": PASSWORD}
NEW = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD}
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _room():
    Room.objects.create(lesson=Lesson.objects.get())


@pytest.fixture
def ada():
    return User.objects.create_user("ada", password=PASSWORD)


@pytest.fixture
def guest(client):
    """The learner of `client`, who has done one of everything without an account."""
    return guest_of(client)


def guest_of(client):
    client.post(f"{PAGE}read/used/")
    guest = Learner.objects.get(id=learner_id_in({COOKIE: client.cookies[COOKIE].value}))
    return do_everything(guest)


def do_everything(learner, started_at=NOW):
    """A row of each kind that belongs to a learner; the attempt is open."""
    lesson, question = Lesson.objects.get(), Question.objects.first()
    WayUse.objects.update_or_create(
        learner=learner, lesson=lesson, way="read", defaults={"last_at": started_at}
    )
    WayUse.objects.filter(learner=learner).update(first_at=started_at)
    attempt = Attempt.objects.create(learner=learner, lesson=lesson)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=started_at)
    choice = question.choices.first()
    Response.objects.create(
        attempt=attempt, question=question, answer=choice.key, tries=1, best=1.0, credit=1.0
    )
    run = Run.objects.create(
        learner=learner, lesson=lesson, ended_at=started_at, trace=lesson.recording.trace
    )
    Prediction.objects.create(
        learner=learner, lesson=lesson, run=run, cells=[], score=3, total=4, graded_at=started_at
    )
    Streak.objects.keep(learner.pk, [True])
    Diagnosis.objects.create(learner=learner, lesson=lesson, what_if="blocking", solved_at=started_at)
    rate(learner, lesson.key_moments.first(), Rating.Easy, reviews=0, at=started_at)
    Report.objects.create(learner=learner, question=question, reason="typo")
    room = Room.objects.get()  # it is everybody's: only the place in it is the learner's
    room.members.create(learner=learner, number=room.members.count())
    return learner


def rows():
    """How many rows each table has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def html_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


# Signing in and up


def test_signing_up_makes_an_account_and_signs_in(client):
    response = client.post("/account/sign-up/", NEW)
    assert response.url == "/account/"
    assert "You are signed in as" in html_of(client.get("/account/"))
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"username": "grace"}, "This user name is taken."),
        ({"username": "GRACE"}, "This user name is taken."),
        ({"username": "<b>"}, "Use letters, digits and"),
        ({"password2": "another one"}, "The two passwords differ."),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"username": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_with_a_sign_up_stands_at_its_field(client, change, said):
    User.objects.create_user("grace")
    html = html_of(client.post("/account/sign-up/", NEW | change), 400)
    assert said in html
    wrong = re.search(r'<input[^>]* aria-invalid="true"[^>]*>', html)[0]
    described = re.search(r'aria-describedby="([^"]+)"', wrong)[1].split()
    assert all(html.count(f'id="{each}"') == 1 for each in described)
    assert "autofocus" in wrong
    assert "<title>Error: " in html
    assert User.objects.count() == 1


def test_a_sign_up_that_is_sent_twice_at_once_is_told_in_words(client, monkeypatch, ada):
    monkeypatch.setattr("lessons.accounts.forms.SignUpForm.clean_username", lambda self: "ada")
    monkeypatch.setattr(User, "validate_unique", lambda self, **options: None)
    assert "has just been taken" in html_of(client.post("/account/sign-up/", NEW), 400)


def test_accounts_from_one_address_are_limited(client, monkeypatch):
    monkeypatch.setattr("lessons.accounts.limits.MAX_SIGN_UPS", 1)
    assert client.post("/account/sign-up/", NEW).status_code == 302
    html = html_of(Client().post("/account/sign-up/", NEW | {"username": "grace"}), 400)
    assert "within an hour" in html
    assert User.objects.count() == 1


@pytest.mark.parametrize("page", ["sign-in", "sign-up"])
@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        (PAGE, PAGE),
        ("https://elsewhere.example/", "/account/"),
        ("//elsewhere.example/", "/account/"),
        ("javascript:alert(1)", "/account/"),
        ("", "/account/"),
    ],
)
def test_after_it_one_is_back_on_a_page_of_this_site(client, page, wanted, reached):
    if page == "sign-in":
        User.objects.create_user("ada", password=PASSWORD)
    html = html_of(client.get(f"/account/{page}/", {"next": wanted}))
    assert f'name="next" value="{reached}"' in html
    assert client.post(f"/account/{page}/", NAMED | NEW | {"next": wanted}).url == reached


def test_the_header_leads_to_sign_in_and_back_again(client, ada):
    assert f'href="/account/sign-in/?next={PAGE.replace("/", "%2F")}quiz%2F"' in html_of(
        client.get(f"{PAGE}quiz/")
    )
    assert 'href="/account/sign-in/"' in html_of(client.get("/account/sign-up/"))
    client.force_login(ada)
    html = html_of(client.get(PAGE))
    assert "Progress of </span>ada</a>" in html
    assert "/account/sign-in/" not in html


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client, ada):
    answers = [
        html_of(client.post("/account/sign-in/", NAMED | change), 400)
        for change in ({"password": "x"}, {"username": "nobody"})
    ]
    for html in answers:
        assert "User name and password do not go together." in html


def test_signing_out_takes_a_post_and_the_cookie(client, ada):
    client.force_login(ada)
    client.get(PAGE)
    assert client.get("/account/sign-out/").status_code == 405
    client.post("/account/sign-out/")
    assert client.cookies[COOKIE].value == ""
    assert "You have no account here" in html_of(client.get("/account/"))


def test_the_password_can_be_changed_by_whoever_knows_it(client, ada):
    client.post("/account/sign-in/", NAMED)
    new = {"new_password1": "quite another one", "new_password2": "quite another one"}
    html = html_of(client.post("/account/password/", {"old_password": "x", **new}), 400)
    assert "This is not the password until now." in html
    response = client.post("/account/password/", {"old_password": PASSWORD, **new}, follow=True)
    assert "Your password is changed." in html_of(response)
    assert "You are signed in as" in html_of(response)
    ada.refresh_from_db()
    assert ada.check_password("quite another one")


def test_the_password_page_asks_to_sign_in_first(client):
    assert client.get("/account/password/").url == "/account/sign-in/?next=/account/password/"


# Too many failures


@pytest.mark.parametrize("door", ["/account/sign-in/", "/admin/login/"])
def test_after_five_failures_the_user_name_has_to_wait(client, ada, door):
    for _ in range(4):
        assert client.post(door, NAMED | {"password": "x"}).status_code in (200, 400)
    response = client.post(door, NAMED | {"password": "x"})
    assert "has to wait for 15 minutes" in html_of(response, 429)
    assert response.headers["Retry-After"] == "900"
    assert client.post("/account/sign-in/", NAMED).status_code == 429
    assert client.post("/admin/login/", NAMED).status_code == 429


def test_others_can_sign_in_meanwhile_and_so_can_the_same_one_elsewhere(client, ada):
    User.objects.create_user("grace", password=PASSWORD)
    for _ in range(5):
        client.post("/account/sign-in/", NAMED | {"password": "x"})
    assert client.post("/account/sign-in/", NAMED | {"username": "grace"}).status_code == 302
    spoofed = {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    assert Client().post("/account/sign-in/", NAMED, **spoofed).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post("/account/sign-in/", NAMED).status_code == 302


def test_the_wait_ends_and_tries_meanwhile_do_not_prolong_it(client, ada):
    for _ in range(5):
        client.post("/account/sign-in/", NAMED | {"password": "x"})
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert client.post("/account/sign-in/", NAMED).status_code == 429
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=2))
    assert client.post("/account/sign-in/", NAMED).status_code == 302
    assert not AccessAttempt.objects.exists()


# Progress moves along


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


# The profile


def test_a_visitor_who_has_done_nothing_finds_a_way_to_begin_and_gets_no_row(client):
    client.get(PAGE)
    html = html_of(client.get("/account/"))
    assert "Nothing yet." in html
    assert "Choose a lesson" in html
    assert "Nothing is stored about you." in html
    for path in ("data.json", "delete/", "sign-in/", "sign-up/"):
        assert client.get(f"/account/{path}").status_code == 200
    client.post("/account/delete/")
    assert not Learner.objects.exists()


def test_without_an_account_the_profile_shows_what_was_done_and_offers_one(client, guest):
    html = html_of(client.get("/account/"))
    assert "kept in this browser only" in html
    assert 'href="/account/sign-up/"' in html
    assert "4 of 9 ways · 1 of 3 answered · 1 run" in html
    assert f'<li><a href="{PAGE}read/">Read</a></li>' in html
    assert f'href="/live/runs/{Run.objects.get().pk}/"' in html
    assert "Continue: " in html


def test_with_an_account_the_profile_is_the_same_on_another_device(client, guest, ada):
    client.post("/account/sign-in/", NAMED)
    other = Client()
    other.post("/account/sign-in/", NAMED)
    html = html_of(other.get("/account/"))
    assert '<b class="own-name">ada</b>' in html
    assert "4 of 9 ways" in html


def test_the_queries_of_the_profile_do_not_grow_with_its_rows(client, guest, django_assert_max_num_queries):
    lesson = Lesson.objects.get()
    for number in range(5):
        more = Lesson.objects.create(
            track=lesson.track, slug=f"more-{number}", title="More", lab="chat", status="published"
        )
        guest.way_uses.create(lesson=more, way="read", last_at=NOW)
        Run.objects.create(learner=guest, lesson=more, ended_at=NOW)
    with django_assert_max_num_queries(13):
        assert html_of(client.get("/account/")).count('class="ring"') == 6


def test_each_run_says_what_it_ran_how_it_ended_and_when(client, guest):
    lesson, room = Lesson.objects.get(), Room.objects.get()
    mystery = Diagnosis.objects.create(learner=guest, lesson=lesson, what_if="blocking")
    started = {"learner": guest, "lesson": lesson, "ended_at": NOW, "trace": lesson.recording.trace}
    Run.objects.create(**started, what_if="blocking")
    Run.objects.create(**started, member=room.members.get(learner=guest))
    Run.objects.create(**started, what_if="blocking", diagnosis=mystery)
    for address in ("/account/", f"{PAGE}live/"):
        html = html_of(client.get(address))
        assert html.count("What if: time.sleep() in an async consumer · <time") == 1
        for what in (f"Room {room.code}", "The lab as written", "Diagnose: the cause is still open"):
            assert f"{what} · <time" in html
        assert "The browser closed the socket with 1000, after 1 message." in html
        assert ">now</time>" in html
    html = html_of(client.get(guest.runs.first().get_absolute_url()))
    assert "Only you can open this page." in html


def test_the_profile_lists_the_latest_twenty_runs(client, guest):
    for _ in range(25):
        Run.objects.create(learner=guest, lesson=Lesson.objects.get(), ended_at=NOW)
    assert html_of(client.get("/account/")).count('href="/live/runs/') == 20


def test_a_lesson_that_became_a_draft_is_not_on_the_profile(client, guest):
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    html = html_of(client.get("/account/"))
    assert "Nothing yet." in html
    assert "Continue" not in html


# One's own data


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


def test_a_user_name_is_text(client):
    odd = User.objects.create_user("<b>ada</b>")
    client.force_login(odd)
    assert "<b>ada</b>" not in html_of(client.get("/account/"))
