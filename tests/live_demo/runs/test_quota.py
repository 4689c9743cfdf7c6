"""The quota of places: who gets one, how others are refused, and what is forgotten."""

import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lessons.models import Learner
from lessons.network_limits import hashed, share_of
from lessons.refused import RefusedError
from live_demo.processes.heartbeat import heartbeat
from live_demo.rooms.models import Room
from live_demo.runs.models import Run
from live_demo.runs.opening import open_run
from live_demo.runs.quota import InUse, Quota, Usage
from live_demo.sockets.places import socket_place


def refused(places, by_all, by_network, by_learner=0, free_at=None):
    """The words and the status of the refusal; None where the place can be taken."""
    counts = [InUse(taken, free_at) for taken in (by_all, by_network, by_learner)]
    try:
        places.check(Usage(*counts))
    except RefusedError as error:
        return str(error), error.status, error.retry_after
    return None


@pytest.mark.parametrize(
    ("share", "places", "most"), [(0.1, 500, 50), (0.1, 30, 3), (0.1, 29, 2), (0.1, 3, 1), (1, 30, 30)]
)
def test_a_network_has_its_share_rounded_down_and_one_place_at_least(settings, share, places, most):
    settings.NETWORK_SHARE = share
    assert share_of(places) == most
    assert Quota("runs", places).of_network == most


@pytest.mark.parametrize(
    ("by_all", "by_network", "may"),
    [
        (0, 0, True),
        (9, 9, True),
        (10, 10, False),  # the network has its tenth
        (89, 1, True),
        (90, 1, False),  # what is left is for others
        (90, 0, True),
        (99, 0, True),
        (100, 0, False),
    ],
)
def test_the_last_tenth_is_for_networks_that_hold_none(by_all, by_network, may):
    assert (refused(Quota("runs", 100), by_all, by_network) is None) == may


def test_one_network_that_may_have_all_can_take_the_last_one(settings):
    settings.NETWORK_SHARE = 1
    assert refused(Quota("runs", 100), 99, 99) is None


def test_a_refusal_says_what_is_taken_and_until_when():
    places = Quota("what-ifs", 30, 3, "The lab as written is open.")
    free_at = timezone.now() + timedelta(seconds=90)
    when = f"The first is free again at {free_at:%H:%M} UTC at the latest, in 2 minutes."
    for taken, said, status in [
        ((5, 3, 3), "All 3 places that you can have for what-ifs are taken.", 429),
        ((5, 3, 2), "All 3 places of your network for what-ifs are taken.", 429),
        ((30, 0, 0), "The server is full. All 30 places for what-ifs are taken.", 503),
    ]:
        words, code, seconds = refused(places, *taken, free_at)
        assert (words, code) == (f"{said} {when} The lab as written is open.", status)
        assert 0 < seconds <= 90
    words, code, _ = refused(places, 27, 1, 0, free_at)
    assert code == 503
    assert "are kept for networks that have none" in words
    assert "The one place for runs is taken." in refused(Quota("runs", 1), 1, 0)[0]


@pytest.fixture
def new_run(lesson):
    """A function that makes a run which a new learner has asked for."""
    return lambda: Run.objects.create(learner=Learner.objects.create(), lesson=lesson)


def test_a_place_is_counted_when_it_is_taken_and_free_when_the_run_has_ended(new_run, settings):
    settings.LIVE_DEMO = {**settings.LIVE_DEMO, "MAX_RUNS": 10}
    first, second = new_run(), new_run()
    assert open_run(first.pk.hex, hashed("a"))
    assert not open_run(first.pk.hex, hashed("a"))
    with pytest.raises(RefusedError, match="The one place of your network"):
        open_run(second.pk.hex, hashed("a"))
    assert Run.objects.get(pk=second.pk).opened_at is None
    Run.objects.filter(pk=first.pk).update(ended_at=timezone.now())
    assert open_run(second.pk.hex, hashed("a"))


def test_the_networks_of_dead_runs_and_closed_rooms_are_forgotten(new_run, client, lesson):
    ended, dead, still = (new_run() for _ in range(3))
    for run in (ended, dead, still):
        assert open_run(run.pk.hex, hashed("a"))
    Run.objects.store(ended.pk.hex, ended_at=timezone.now(), server="", trace=[])
    Run.objects.filter(pk=dead.pk).update(opened_at=timezone.now() - timedelta(days=1))
    is_open = Room.objects.create(lesson=lesson, network=hashed("a"))
    Room.objects.create(lesson=lesson, network=hashed("a"), closes_at=timezone.now())
    for after_beat in heartbeat.on_beat:
        after_beat()
    assert Run.objects.exclude(network="").get() == still
    assert Room.objects.exclude(network="").get() == is_open


def test_a_hash_of_a_network_tells_nothing_without_the_key(settings):
    before = hashed("203.0.113.7")
    assert re.fullmatch("[0-9a-f]{32}", before)
    settings.SECRET_KEY = "another key"
    assert hashed("203.0.113.7") != before


def test_newcomers_beyond_the_share_get_a_page_that_says_so_and_those_who_are_known_go_on(settings, lesson):
    settings.LEARNERS_PER_MINUTE = 20
    used = f"{lesson.get_absolute_url()}read/used/"
    first = Client()
    assert first.post(used).status_code == 204
    assert Client().post(used).status_code == 204
    response = Client().post(used)
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert "More than 2 learners have begun at your network" in response.content.decode()
    assert first.post(used).status_code == 204
    assert Client(REMOTE_ADDR="2001:db8::1").post(used).status_code == 204
    assert Learner.objects.count() == 3


def test_a_network_starts_its_share_of_the_runs_of_a_minute(settings, lesson):
    settings.LIVE_DEMO = {**settings.LIVE_DEMO, "RUNS_PER_MINUTE": 20}
    start = "/live/django-channels/websocket-support/runs/"
    started = [Client().post(start, headers={"HX-Request": "true"}) for _ in range(3)]
    assert [each.status_code for each in started] == [200, 200, 429]
    assert "Your network has started 2 runs within a minute." in started[-1].content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").post(start, headers={"HX-Request": "true"})
    assert elsewhere.status_code == 200


def test_sockets_without_a_cookie_are_not_those_of_one_learner():
    """A terminal has none. Those of one network leave those of others alone; its share bounds them."""
    with ExitStack() as open_sockets:
        for number in range(150):
            scope = {"headers": [], "client": ("127.0.3.1", number)}
            open_sockets.enter_context(socket_place(scope))
        with pytest.raises(RefusedError):
            open_sockets.enter_context(socket_place(scope))
        open_sockets.enter_context(socket_place({"headers": [], "client": ("127.0.3.2", 1)}))
