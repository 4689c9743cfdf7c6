"""Starting runs, and who may look at them."""

import uuid

import pytest
from django.utils import timezone

from lessons.models import Learner, Lesson
from live_demo.processes.models import ServerProcess
from live_demo.runs.lost import lose_overdue_runs, lose_runs_of
from live_demo.runs.models import Run

pytestmark = pytest.mark.django_db
URL = "/live/django-channels/websocket-support/runs/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def test_connect_without_javascript_leads_to_the_live_way(client):
    response = client.post(URL)
    assert response.status_code == 302
    assert response.url == "/learn/django-channels/websocket-support/live/"
    assert not Run.objects.exists()


def test_a_full_server_says_so(client, settings):
    settings.LIVE_DEMO = {**settings.LIVE_DEMO, "MAX_RUNS": 0}
    response = client.post(URL, **HTMX)
    assert response.status_code == 503
    assert "The server is full" in response.content.decode()
    assert not Run.objects.exists()


def test_a_run_that_was_left_open_by_nobody_knows_whom_does_not_count_for_ever():
    run = Run.objects.create(learner=Learner.objects.create(), lesson=Lesson.objects.get())
    assert Run.objects.claim(str(run.pk))
    assert not Run.objects.claim(str(run.pk))
    assert Run.objects.open().count() == 1
    assert lose_overdue_runs() == 0
    Run.objects.update(opened_at="2026-01-01T00:00:00Z")
    assert lose_overdue_runs() == 1
    assert Run.objects.open().count() == 0


def test_only_the_runs_of_the_dead_process_are_lost_and_a_record_that_is_found_after_all_is_stored():
    learner, lesson = Learner.objects.create(), Lesson.objects.get()
    dead, alive = (Run.objects.create(learner=learner, lesson=lesson) for _ in range(2))
    for run in (dead, alive):
        assert Run.objects.claim(str(run.pk))
    process = ServerProcess(id=uuid.uuid4(), server="Daphne 1", heard_at=timezone.now())
    Run.objects.filter(pk=dead.pk).update(served_by=process.id)
    assert lose_runs_of(process) == 1
    dead.refresh_from_db()
    assert (dead.is_lost, dead.ended_at, dead.server) == (True, process.heard_at, "Daphne 1")
    assert list(Run.objects.open()) == [alive]
    record = {"ended_at": timezone.now(), "server": "Daphne 1", "trace": [{"number": 1}]}
    assert Run.objects.store(str(dead.pk), **record)
    assert not Run.objects.store(str(dead.pk), **record)
    dead.refresh_from_db()
    assert not dead.is_lost


def test_a_lost_run_says_so_in_words_and_grades_nothing(client):
    client.post(URL, **HTMX)
    Run.objects.update(opened_at=timezone.now(), ended_at=timezone.now(), is_lost=True, what_if="slow_await")
    run = Run.objects.get()
    assert "lost with its server" in client.get(f"/live/runs/{run.pk}/").content.decode()
    assert (
        "lost with its server"
        in client.get("/learn/django-channels/websocket-support/live/").content.decode()
    )
    answer = client.post(f"/live/runs/{run.pk}/report/", {"report": '{"events": []}'}, **HTMX)
    assert "Nothing is graded" in answer.content.decode()


def test_a_run_of_a_draft_cannot_be_started_by_a_learner(client):
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert client.post(URL, **HTMX).status_code == 404


def test_a_run_is_nobody_elses(client):
    run = Run.objects.create(learner=Learner.objects.create(), lesson=Lesson.objects.get())
    assert client.get(f"/live/runs/{run.pk}/").status_code == 404
    client.post(URL, **HTMX)
    assert client.get(f"/live/runs/{run.pk}/").status_code == 404
    assert client.get(f"/live/runs/{run.pk}.json").status_code == 404


def test_a_replay_shows_each_point_by_itself(client):
    client.post(URL, **HTMX)
    run = Run.objects.get()
    run.trace = run.lesson.recording.trace
    run.ended_at = run.started_at
    run.save()
    html = client.get(f"/live/runs/{run.pk}/?point=12").content.decode()
    assert "Point 12 of 21" in html
    assert '<li id="line-16" aria-current="step">' in html
    assert '<tr id="row-3" aria-current="step">' in html
    assert html.split("<template")[0].count('class="frame"') == 3
    for way in ("live", "quiz"):
        assert f'href="/learn/django-channels/websocket-support/{way}/' in html
    for odd in ("0", "-3", "99", "x", ""):
        assert client.get(f"/live/runs/{run.pk}/?point={odd}").status_code == 200
