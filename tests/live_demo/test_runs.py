"""Starting runs, and who may look at them."""

import pytest

from lessons.models import Learner, Lesson
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


def test_a_run_that_was_left_open_by_a_dead_process_does_not_count_for_ever(django_assert_num_queries):
    run = Run.objects.create(learner=Learner.objects.create(), lesson=Lesson.objects.get())
    assert Run.objects.claim(str(run.pk))
    assert not Run.objects.claim(str(run.pk))
    assert Run.objects.open().count() == 1
    Run.objects.update(opened_at="2026-01-01T00:00:00Z")
    assert Run.objects.open().count() == 0


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
