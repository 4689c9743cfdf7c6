"""A run that its owner shares: who can see it, where it may be framed, and when no more."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lessons.identity import COOKIE, learner_id_in
from lessons.models import Learner
from live_demo.runs.models import Run

pytestmark = pytest.mark.django_db
PAGE = "/learn/django-channels/websocket-support/"


@pytest.fixture
def run(client, lesson):
    client.post(f"{PAGE}read/used/")
    learner = Learner.objects.get(id=learner_id_in({COOKIE: client.cookies[COOKIE].value}))
    trace = lesson.recording.trace
    return Run.objects.create(
        learner=learner, lesson=lesson, ended_at=timezone.now(), server="Daphne 4", trace=trace
    )


def shared(client, run):
    client.post(reverse("share_run", args=[run.pk]))
    run.refresh_from_db()
    return run.public_key


def test_a_shared_run_plays_for_everybody_until_its_owner_switches_the_link_off(client, django_client, run):
    key = shared(client, run)
    assert len(key) >= 27
    page = django_client.get(f"/live/shared/{key}/")
    assert "data-player" in page.text
    assert "noindex" in page.text
    assert django_client.get(f"/live/runs/{run.pk}/").status_code == 404
    client.post(reverse("share_run", args=[run.pk]), {"stop": "yes"})
    assert django_client.get(f"/live/shared/{key}/").status_code == 404


def test_only_the_owner_shares(django_client, run):
    django_client.post(f"{PAGE}read/used/")
    assert django_client.post(reverse("share_run", args=[run.pk])).status_code == 404
    run.refresh_from_db()
    assert run.public_key == ""


def test_only_the_frame_of_a_shared_run_may_stand_in_another_page(client, run):
    key = shared(client, run)
    frame = client.get(f"/live/shared/{key}/frame/")
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame.headers
    for path in (f"/live/shared/{key}/", f"/live/runs/{run.pk}/", "/"):
        answer = client.get(path)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_oembed_gives_the_frame_of_a_shared_run_and_of_nothing_else(client, run):
    key = shared(client, run)
    found = client.get("/live/oembed/", {"url": f"http://localhost/live/shared/{key}/"}).json()
    assert found["type"] == "rich"
    assert f"/live/shared/{key}/frame/" in found["html"]
    for url in (
        "",
        f"http://localhost/live/runs/{run.pk}/",
        "http://localhost/live/shared/guessed/",
        "http://[",
    ):
        assert client.get("/live/oembed/", {"url": url}).status_code == 404
    assert client.get("/live/oembed/", {"url": "x", "format": "xml"}).status_code == 501


def test_what_is_lost_not_over_or_a_draft_is_shown_to_nobody(client, run, lesson):
    key = shared(client, run)
    lesson.status = "draft"
    lesson.save()
    assert client.get(f"/live/shared/{key}/").status_code == 404
    Run.objects.update(ended_at=None, public_key="")
    assert shared(client, run) == ""


@pytest.fixture
def django_client():
    from django.test import Client

    return Client()
