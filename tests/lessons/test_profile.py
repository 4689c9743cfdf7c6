"""The profile: what a learner has done."""

import pytest
from django.test import Client

from lessons.models import Learner, Lesson
from live_demo.rooms.models import Room
from live_demo.runs.models import Run
from live_demo.what_ifs.models import Diagnosis
from tests.lessons.learners import NAMED, NOW, PAGE, html_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("room")]


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
    assert "tied to this browser" in html
    assert 'href="/account/sign-up/"' in html
    for fact in ("5 of 10 ways", "1 of 3 answered", "1 run"):
        assert fact in html
    assert f'<li><a href="{PAGE}read/">Read</a></li>' in html
    assert f'href="/live/runs/{Run.objects.get().pk}/"' in html
    assert "Continue: " in html


def test_with_an_account_the_profile_is_the_same_on_another_device(client, guest, ada):
    client.post("/account/sign-in/", NAMED)
    other = Client()
    other.post("/account/sign-in/", NAMED)
    html = html_of(other.get("/account/"))
    assert '<b class="own-name">ada</b>' in html
    assert "5 of 10 ways" in html


def test_the_queries_of_the_profile_do_not_grow_with_its_rows(client, guest, django_assert_max_num_queries):
    lesson = Lesson.objects.get()
    for number in range(5):
        more = Lesson.objects.create(
            track=lesson.track, slug=f"more-{number}", title="More", lab="chat", status="published"
        )
        guest.way_uses.create(lesson=more, way="read", last_at=NOW)
        Run.objects.create(learner=guest, lesson=more, ended_at=NOW)
    with django_assert_max_num_queries(17):
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
