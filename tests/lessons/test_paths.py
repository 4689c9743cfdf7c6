"""The path of one learner: for staff of a track that allows it, of learners with an account only."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons.models import Learner, Track
from live_demo.models import Room
from tests.lessons.learners import do_everything
from tests.lessons.uploads import text_of
from tutorial.roles import make_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, lesson):
    Room.objects.create(lesson=lesson)
    Track.objects.update(shows_paths=True)
    client.force_login(User.objects.create_superuser("root"))
    return client


def learners_page(track, learner=None):
    return f"/admin/lessons/track/{track.pk}/learners/" + (f"{learner.pk}/" if learner else "")


def with_account(name="ada", **options):
    return Learner.objects.create(user=User.objects.create_user(name, **options))


def test_attempts_runs_and_ways_of_a_learner_are_shown(desk, lesson):
    ada = do_everything(with_account()) or Learner.objects.get(user__username="ada")
    assert "1 learner ada" in text_of(desk.get(learners_page(lesson.track)))
    shown = text_of(desk.get(learners_page(lesson.track, ada)))
    assert "1 of 3 points, not finished" in shown
    assert f"{lesson.questions.first().key}: 100%, 1 try" in shown
    assert "Run: The lab as written" in shown
    assert "Read" in shown
    assert "blocking" not in shown


def test_nothing_is_shown_of_guests_and_staff_and_those_who_did_nothing(desk, lesson):
    guest = Learner.objects.create()
    do_everything(guest)
    with_account("idle")
    bob = with_account("bob", is_staff=True)
    do_everything(bob)
    assert "0 learners" in text_of(desk.get(learners_page(lesson.track)))
    for learner in (guest, bob):
        assert desk.get(learners_page(lesson.track, learner)).status_code == 404


def test_only_a_track_that_allows_it_shows_paths_and_only_to_those_who_work_on_it(client, lesson):
    make_roles()
    bob = User.objects.create_user("bob", is_staff=True)
    bob.groups.add(Group.objects.get(name="Instructors"))
    client.force_login(bob)
    assert client.get(learners_page(lesson.track)).status_code == 404
    lesson.track.instructors.add(bob)
    assert client.get(learners_page(lesson.track)).status_code == 403
    change = f"/admin/lessons/track/{lesson.track.pk}/change/"
    assert 'name="shows_paths"' not in client.get(change).content.decode()
    assert "also see your attempts" not in client.get("/privacy/").content.decode()
    Track.objects.update(shows_paths=True)
    assert client.get(learners_page(lesson.track)).status_code == 200
    assert "Learners" in text_of(client.get(change))
    assert f"the instructors of {lesson.track} also see your attempts" in text_of(client.get("/privacy/"))


def test_a_path_needs_no_more_queries_for_more_attempts(desk, lesson):
    ada = with_account()
    do_everything(ada)
    desk.get(learners_page(lesson.track, ada))
    with CaptureQueriesContext(connection) as before:
        desk.get(learners_page(lesson.track, ada))
    ada.attempts.update(finished_at="2026-01-01T00:00Z")
    for _ in range(3):
        ada.attempts.create(lesson=lesson, finished_at="2026-01-01T00:00Z")
        ada.runs.create(lesson=lesson, ended_at="2026-01-01T00:00Z")
    desk.get(learners_page(lesson.track, ada))
    with CaptureQueriesContext(connection) as after:
        desk.get(learners_page(lesson.track, ada))
    assert len(after) == len(before)
