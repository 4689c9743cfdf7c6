"""Rooms: who makes one, who gets in, and who does not."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.db.models.signals import post_save
from django.test import Client
from django.utils import timezone

from lessons.models import Learner, Lesson
from live_demo.rooms.member_pane import MemberPane
from live_demo.rooms.models import Member, Room
from live_demo.rooms.seats import Seat
from live_demo.runs.models import Run

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def lesson(lesson):
    """The shipped lesson, around the lab with a group."""
    Lesson.objects.update(lab="groups")
    return Lesson.objects.select_related("track").get()


@pytest.fixture
def room(lesson):
    return Room.objects.create(lesson=lesson)


def url(room, action=""):
    return f"/live/rooms/{room.code}/{action}"


def html_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_the_live_way_offers_rooms_only_where_the_lab_is_made_for_them(client, lesson):
    assert "Make a room" in html_of(client.get(f"{lesson.get_absolute_url()}live/"))
    Lesson.objects.update(lab="chat")
    assert "Make a room" not in html_of(client.get(f"{lesson.get_absolute_url()}live/"))
    client.post("/live/django-channels/websocket-support/rooms/")
    assert not Room.objects.exists()


def test_a_room_says_what_the_others_see_and_shows_nothing_as_run_before_the_learner_connects(client, lesson):
    live = html_of(client.get(f"{lesson.get_absolute_url()}live/"))
    assert "The others see you as a letter" in live
    client.post("/live/django-channels/websocket-support/rooms/")
    html = html_of(client.get(url(Room.objects.get())))
    assert "data-play-recorded" in html
    assert "Nothing has run yet." in html
    assert 'class="frame"' not in html
    assert re.findall(r'data-times="(\d+)"', html) == ["0"] * lesson.steps.count()


def test_whoever_makes_a_room_is_learner_a_and_who_joins_learner_b(client, lesson):
    response = client.post("/live/django-channels/websocket-support/rooms/")
    room = Room.objects.get()
    assert response.url == url(room)
    other = Client()
    assert other.post(url(room, "join/")).url == url(room)
    assert "You are <b>Learner A</b>" in html_of(client.get(url(room)))
    html = html_of(other.get(url(room)))
    assert "You are <b>Learner B</b>" in html
    assert re.search("Learner A <small>not connected.*Learner B \\(you\\) <small>not connected", html)
    assert f'href="{lesson.get_absolute_url()}quiz/"' in html


def test_who_only_looks_at_a_room_gets_no_row(client, room):
    html = html_of(client.get(url(room)))
    assert "Join the room" in html
    assert 'id="xray-table"' not in html
    assert not Learner.objects.exists()


def test_a_code_is_found_however_it_is_typed(client, room):
    code = room.code.lower()
    for typed in (room.code, f" {code} ", f"{code[:3]}-{code[3:]}", f"{code[:3]} {code[3:]}"):
        assert client.get("/live/rooms/", {"code": typed}).url == url(room)
    assert client.get(f"/live/rooms/{code}/").url == url(room)


def test_a_wrong_code_gets_a_friendly_word_and_too_many_of_them_have_to_wait(client, room, monkeypatch):
    monkeypatch.setattr("live_demo.rooms.entering.MAX_WRONG_CODES", 2)
    for _ in range(2):
        html = html_of(client.get("/live/rooms/", {"code": "<b>"}), 404)
        assert "No room has this code" in html
        assert 'value="&lt;b&gt;"' in html.lower()
    assert "Wait ten minutes" in html_of(client.get(url(room)), 429)
    assert Client(REMOTE_ADDR="192.0.2.7").get(url(room)).status_code == 200


def test_a_closed_room_lets_nobody_in_and_starts_nothing(client, room):
    client.post(url(room, "join/"))
    Room.objects.update(closes_at=timezone.now())
    assert "A room is open for one hour" in html_of(client.get(url(room)), 410)
    assert "A room is open for one hour" in html_of(client.post(url(room, "join/")), 410)
    assert "A room is open for one hour" in html_of(client.post(url(room, "sockets/"), **HTMX), 410)
    assert not Run.objects.exists()


def test_a_full_room_says_so_until_somebody_leaves(client, room, settings):
    settings.LIVE_DEMO = {**settings.LIVE_DEMO, "ROOM_MEMBERS": 1}
    client.post(url(room, "join/"))
    other = Client()
    assert "This room is full" in html_of(other.post(url(room, "join/")), 503)
    assert client.post(url(room, "leave/")).url == f"{room.lesson.get_absolute_url()}live/#rooms-title"
    assert other.post(url(room, "join/")).url == url(room)
    assert "This room is full" in html_of(client.post(url(room, "join/")), 503)


def test_who_comes_back_has_the_same_letter(client, room):
    Client().post(url(room, "join/"))
    client.post(url(room, "join/"))
    client.post(url(room, "leave/"))
    Client().post(url(room, "join/"))
    client.post(url(room, "join/"))
    assert "You are <b>Learner B</b>" in html_of(client.get(url(room)))


def test_who_has_left_neither_sees_the_room_nor_opens_a_socket_in_it(client, room):
    client.post(url(room, "join/"))
    client.post(url(room, "sockets/"), **HTMX)
    client.post(url(room, "leave/"))
    assert not Run.objects.exists()
    assert 'id="xray-table"' not in html_of(client.get(url(room)))
    assert client.post(url(room, "sockets/"), **HTMX).status_code == 404


def test_who_is_not_in_a_room_neither_closes_it_nor_learns_who_is(client, room):
    client.post(url(room, "join/"))
    member, other = Client(), Client()
    member.post(url(room, "join/"))
    assert member.post(url(room, "close/")).status_code == 404
    assert other.post(url(room, "close/")).status_code == 404
    assert "Learner A" not in html_of(other.get(url(room, "members/")))
    assert "Learner B (you)" in html_of(member.get(url(room, "members/")))
    assert client.post(url(room, "close/")).url == f"{room.lesson.get_absolute_url()}live/#rooms-title"
    closed = html_of(member.get(url(room)), 410)
    assert "This room was closed by Learner A." in closed
    assert f'href="{room.lesson.get_absolute_url()}live/#rooms-title"' in closed
    assert "closed by Learner A" in html_of(member.post(url(room, "sockets/"), **HTMX), 410)


def test_rooms_are_limited_for_one_learner_and_for_all(client, lesson, settings):
    settings.LIVE_DEMO = {**settings.LIVE_DEMO, "MAX_ROOMS": 3, "MAX_ROOMS_PER_HOUR": 2}
    settings.NETWORK_SHARE = 1
    make = "/live/django-channels/websocket-support/rooms/"
    assert [client.post(make).status_code for _ in range(3)] == [302, 302, 429]
    assert [Client().post(make).status_code for _ in range(2)] == [302, 503]


def test_a_run_of_a_room_is_stored_at_once_with_its_member(client, room):
    client.post(url(room, "join/"))
    stored = []

    def note(instance, created, **_):
        stored.append((created, Run.objects.get(pk=instance.pk).member_id))

    post_save.connect(note, sender=Run)
    try:
        assert client.post(url(room, "sockets/"), **HTMX).status_code == 200
    finally:
        post_save.disconnect(note, sender=Run)
    assert stored == [(True, Member.objects.get().pk)]


def test_one_member_has_a_few_sockets_at_most(client, room):
    client.post(url(room, "join/"))
    for _ in range(2):
        assert client.post(url(room, "sockets/"), **HTMX).status_code == 200
        Run.objects.update(opened_at=timezone.now())
    assert "in another tab" in html_of(client.post(url(room, "sockets/"), **HTMX), 429)
    Run.objects.update(ended_at=timezone.now())
    assert client.post(url(room, "sockets/"), **HTMX).status_code == 200


def test_without_javascript_connect_leads_back_to_the_room(client, room):
    client.post(url(room, "join/"))
    assert client.post(url(room, "sockets/")).url == url(room)


def test_a_room_is_forgotten_a_day_after_it_has_closed(client, room):
    client.post(url(room, "join/"))
    client.post(url(room, "sockets/"), **HTMX)
    Room.objects.update(closes_at="2026-01-01T00:00:00Z")
    client.post("/live/django-channels/websocket-support/rooms/")
    assert Room.objects.get() != room
    assert Run.objects.get().member is None


def test_the_queries_of_a_room_do_not_grow_with_its_members(client, room, django_assert_max_num_queries):
    client.post(url(room, "join/"))
    client.get(url(room))
    for number in range(1, 8):
        Member.objects.create(room=room, learner=Learner.objects.create(), number=number)
    with django_assert_max_num_queries(8):
        assert "Learner H" in html_of(client.get(url(room)))


async def test_nothing_is_drawn_over_the_last_picture_of_a_run(monkeypatch):
    shown = []

    async def show(html):
        shown.append(html)

    nobody = SimpleNamespace(drawing=lambda code: ("", ""), roster=lambda code: None)
    monkeypatch.setattr("live_demo.rooms.member_pane.open_rooms", nobody)
    pane = MemberPane(Seat("CODE", "Learner A"), show, lambda: False)
    for over in (False, True, False):
        await pane.draw(over=over)
    assert ["As your run ended" in html for html in shown] == [False, True]


def test_a_room_of_a_lesson_that_became_a_draft_is_closed_to_strangers(client, room):
    client.post(url(room, "join/"))
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    said = "The lesson of this room is not published"
    assert said in html_of(client.get(url(room)), 410)
    assert said in html_of(Client().post(url(room, "join/")), 410)
    assert said in html_of(client.post(url(room, "sockets/"), **HTMX), 410)
    assert not Run.objects.exists()
    room.lesson.track.instructors.add(eva := User.objects.create_user("eva", is_staff=True))
    client.force_login(eva)
    assert "Join" in html_of(client.get(url(room)))
