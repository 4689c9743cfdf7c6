"""Rooms: learners in one lab, over real sockets; and who gets in."""

import asyncio
import contextlib
import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lessons.models import Learner, Lesson
from live_demo.rooms.models import Member, Room
from live_demo.rooms.pane import Pane
from live_demo.rooms.seats import Seat
from live_demo.runs.models import Run
from tests.live_demo.watching import read_until, record
from tests.servers import PATIENCE, serve

LESSON = "odd/groups"
END_OF_THE_HOUR = (
    "from live_demo.rooms.models import Room; from django.utils import timezone;"
    "Room.objects.filter(code='{code}').update(closes_at=timezone.now())"
)
HTMX = {"HTTP_HX_REQUEST": "true"}


def make_room(learner):
    """The code of a new room around the lab with a group."""
    token = learner.csrf_token(f"/learn/{LESSON}/live/")
    made = learner.post(f"/live/{LESSON}/rooms/", data={"csrfmiddlewaretoken": token})
    assert made.status_code == 302
    return made.headers["Location"].split("/")[-2]


def elsewhere(server):
    """The port of another process than the one that answers the pages, where there is one."""
    return server.watch_port or server.port


def post(learner, code, action, status):
    token = learner.csrf_token(f"/live/rooms/{code}/")
    posted = learner.post(f"/live/rooms/{code}/{action}/", data={"csrfmiddlewaretoken": token})
    assert posted.status_code == status


def join(learner, code):
    post(learner, code, "join", 302)


def start_run(learner, code):
    """The ticket and the id of a new run in the room."""
    headers = {"HX-Request": "true", "X-CSRFToken": learner.csrf_token(f"/live/rooms/{code}/")}
    html = learner.post(f"/live/rooms/{code}/sockets/", headers=headers).text
    return re.search(r'ws-connect="/ws/watch/([^"]+)/"', html)[1], re.search(r'data-run="([^"]+)"', html)[1]


def row(html, sender, number):
    """What the latest picture says of a group_send: {member: fate}."""
    table = html[html.rindex('id="xray-table"') :]
    columns = re.findall(r'<th scope="col">([^<]+)</th>', table)[1:]
    [cells] = re.findall(rf">{sender}, {number} <small>.*?</tr>", table)[:1]
    return dict(zip(columns, re.findall(r'data-fate="(\w+)"', cells), strict=True))


async def test_what_one_sends_reaches_the_others_and_every_table_shows_it(server):
    with server.learner() as ada, server.learner() as bob:
        code = make_room(ada)
        join(bob, code)
        (ada_ticket, _), (bob_ticket, bob_run) = start_run(ada, code), start_run(bob, code)
        async with ada.watch(ada_ticket) as ada_watch, bob.watch(bob_ticket) as bob_watch:
            async with ada.lab(ada_ticket) as ada_lab:
                async with bob.lab(bob_ticket) as bob_lab:
                    await read_until(ada_watch, "Learner B <small>in the group")
                    await ada_lab.send("from ada")
                    assert await bob_lab.recv() == await ada_lab.recv() == "from ada"
                    await read_until(bob_watch, "text &quot;from ada&quot;")
                    settled = "group_send 1 of Learner A. reached: Learner A, Learner B."
                    for watch in (ada_watch, bob_watch):
                        html = await read_until(watch, settled)
                        assert row(html, "Learner A", 1) == {"Learner A": "reached", "Learner B": "reached"}
                        assert "specific" not in html
                await read_until(ada_watch, "Learner B <small>has left")
            await read_until(ada_watch, "As your run ended.")
        points = record(bob, bob_run)["points"]
        assert "chat_message" in {point.get("function") for point in points}
        assert bob_ticket not in json.dumps(points)


async def test_who_comes_to_watch_late_gets_the_whole_picture(server):
    with server.learner() as ada:
        ticket, _ = start_run(ada, make_room(ada))
        async with ada.lab(ticket) as lab:
            await lab.send("early")
            assert await lab.recv() == "early"
            async with ada.watch(ticket) as watch:
                html = await read_until(watch, "reached: Learner A.")
                assert row(html, "Learner A", 1) == {"Learner A": "reached"}


async def test_nothing_of_a_room_reaches_another_room_or_a_run_outside(server):
    with server.learner() as ada, server.learner() as bob, server.learner() as eve:
        tickets = [start_run(each, make_room(each))[0] for each in (ada, bob)]
        alone, _ = eve.start_run(LESSON)
        async with (
            ada.watch(tickets[0]) as ada_watch,
            bob.watch(tickets[1]) as bob_watch,
            eve.watch(alone) as eve_watch,
            ada.lab(tickets[0]) as ada_lab,
            bob.lab(tickets[1]) as bob_lab,
            eve.lab(alone) as eve_lab,
        ):
            for lab, text in ((ada_lab, "of ada"), (bob_lab, "of bob"), (eve_lab, "of eve")):
                await lab.send(text)
                assert await lab.recv() == text
            for own, seen in (("ada", ada_watch), ("bob", bob_watch)):
                html = await read_until(seen, "reached: Learner A.")
                assert {name for name in ("ada", "bob", "eve") if f"of {name}" in html} <= {own}
            html = await read_until(eve_watch, "of eve")
            assert "xray" not in html


async def test_who_loses_the_socket_is_shown_to_the_others(server):
    with server.learner() as ada, server.learner() as bob:
        code = make_room(ada)
        join(bob, code)
        (ada_ticket, _), (bob_ticket, _) = start_run(ada, code), start_run(bob, code)
        async with ada.watch(ada_ticket) as watch, ada.lab(ada_ticket):
            async with bob.lab(bob_ticket) as lab:
                await read_until(watch, "Learner B <small>in the group")
                lab.transport.abort()
            await read_until(watch, "Learner B <small>has left")
            again, _ = start_run(bob, code)
            async with bob.lab(again):
                await read_until(watch, "Learner B, socket 2 <small>in the group")


async def test_closing_a_room_closes_every_lab_socket_in_it_at_once_and_says_who_did(server):
    with server.learner() as ada, server.learner() as bob:
        code = make_room(ada)
        join(bob, code)
        (ada_ticket, _), (bob_ticket, bob_run) = start_run(ada, code), start_run(bob, code)
        async with (
            bob.watch(bob_ticket) as watch,
            ada.lab(ada_ticket) as ada_lab,
            bob.lab(bob_ticket, port=elsewhere(server)) as lab,
        ):
            await read_until(watch, "Learner B (you) <small>connected")
            post(bob, code, "close", 404)
            post(ada, code, "close", 302)
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(ada_lab.wait_closed(), lab.wait_closed())
            assert ada_lab.close_code == lab.close_code == 4010
            html = await read_until(watch, "Replay this run")
        assert "This room was closed by Learner A. The server closed your lab socket with 4010" in html
        assert "disconnect" in {point.get("function") for point in record(bob, bob_run)["points"]}
        assert "This room was closed by Learner A." in bob.get(f"/live/rooms/{code}/").text


async def test_who_leaves_is_out_at_once_in_every_tab_and_nobody_else_is(server):
    with server.learner() as ada, server.learner() as bob:
        code = make_room(ada)
        join(bob, code)
        (ada_ticket, _), (ticket, _), (other, _) = (start_run(each, code) for each in (ada, bob, bob))
        async with (
            ada.watch(ada_ticket) as ada_watch,
            bob.watch(ticket) as watch,
            ada.lab(ada_ticket) as ada_lab,
            bob.lab(ticket) as lab,
            bob.lab(other, port=elsewhere(server)) as other_lab,
        ):
            await read_until(ada_watch, "Learner B <small>connected")
            post(bob, code, "leave", 302)
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(lab.wait_closed(), other_lab.wait_closed())
            assert lab.close_code == other_lab.close_code == 4011
            await read_until(watch, "You left this room. The server closed your lab socket with 4011")
            html = await read_until(ada_watch, "Learner B <small>has left")
            assert "Learner B has left the room." in html
            await ada_lab.send("still here")
            assert await ada_lab.recv() == "still here"


async def test_a_room_whose_hour_is_over_closes_its_sockets_without_being_told(daphne):
    with daphne.learner() as ada:
        code = make_room(ada)
        ticket, _ = start_run(ada, code)
        async with ada.watch(ticket) as watch, ada.lab(ticket) as lab:
            await read_until(watch, "Learner A (you) <small>connected")
            daphne.manage("shell", "-c", END_OF_THE_HOUR.format(code=code))
            async with asyncio.timeout(PATIENCE):
                await lab.wait_closed()
            assert lab.close_code == 4010
            await read_until(watch, "This room has closed: its hour is over. The server closed")


async def test_the_list_of_members_follows_three_learners_as_they_come_and_go(server):
    with server.learner() as ada, server.learner() as bob, server.learner() as eve:
        code = make_room(ada)
        ticket, _ = start_run(ada, code)
        async with ada.watch(ticket) as watch, ada.lab(ticket) as ada_lab:
            await read_until(watch, "Learner A (you) <small>connected")
            join(bob, code)
            html = await read_until(watch, "Learner B <small>not connected")
            assert "Learner B has joined the room." in html
            join(eve, code)
            tickets = [start_run(each, code)[0] for each in (bob, eve)]
            async with bob.lab(tickets[0]) as bob_lab, eve.lab(tickets[1]) as eve_lab:
                await read_until(watch, "Learner B <small>connected")
                await read_until(watch, "Learner C <small>connected")
                await eve_lab.send("to all three")
                for lab in (ada_lab, bob_lab, eve_lab):
                    assert await lab.recv() == "to all three"
                html = await read_until(watch, "reached: Learner A, Learner B, Learner C.")
                assert row(html, "Learner C", 1) == dict.fromkeys(
                    ("Learner A", "Learner B", "Learner C"), "reached"
                )
            watch.html = ""
            await read_until(watch, "Learner B <small>not connected")
            await read_until(watch, "Learner C <small>not connected")
            asked = bob.get(f"/live/rooms/{code}/members/").text
            assert re.search(r"Learner A <small>connected.*Learner B \(you\) <small>not connected", asked)


async def test_whose_server_process_is_killed_is_shown_as_connected_no_longer(cluster):
    with (
        serve("uvicorn", cluster.env, cluster.log.with_name("killed.log")) as doomed,
        cluster.learner() as ada,
        cluster.learner() as bob,
    ):
        code = make_room(ada)
        join(bob, code)
        (ada_ticket, _), (ticket, _) = start_run(ada, code), start_run(bob, code)
        async with ada.watch(ada_ticket) as watch, ada.lab(ada_ticket):
            lab = await bob.lab(ticket, port=doomed.port)
            await read_until(watch, "Learner B <small>connected")
            await read_until(watch, "Learner B <small>in the group")
            doomed.process.kill()
            watch.html = ""
            await read_until(watch, "Learner B <small>not connected", seconds=20)
            await read_until(watch, "Learner B <small>lost with its server process", seconds=20)
            await lab.wait_closed()


async def test_who_floods_a_room_is_closed_and_nobody_else(server):
    with server.learner() as ada, server.learner() as bob:
        code = make_room(ada)
        join(bob, code)
        (ada_ticket, _), (bob_ticket, _) = start_run(ada, code), start_run(bob, code)
        async with ada.lab(ada_ticket) as ada_lab, bob.lab(bob_ticket) as bob_lab:
            with contextlib.suppress(ConnectionClosed):
                for number in range(100):
                    await ada_lab.send(f"message {number}")
            await ada_lab.wait_closed()
            assert ada_lab.close_code == 4029
            await bob_lab.send("still here")
            while await bob_lab.recv() != "still here":
                pass


async def test_the_sockets_of_a_room_are_refused_to_others(server):
    with server.learner() as ada, server.learner() as eve:
        code = make_room(ada)
        ticket, _ = start_run(ada, code)
        headers = {"HX-Request": "true", "X-CSRFToken": eve.csrf_token(f"/live/rooms/{code}/")}
        assert eve.post(f"/live/rooms/{code}/sockets/", headers=headers).status_code == 404
        async with eve.watch(ticket) as watch:
            assert "belongs to another learner" in await watch.recv()
        with pytest.raises(InvalidStatus, match="403"):
            await eve.lab(ticket)
        with pytest.raises(InvalidStatus, match="403"):
            await ada.lab(ticket, origin="http://evil.example")
        async with asyncio.timeout(PATIENCE), ada.watch(ticket) as watch:
            await read_until(watch, 'id="xray-note"')


# Who gets in


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
    assert "its hour is over" in html_of(client.get(url(room)), 410)
    assert "its hour is over" in html_of(client.post(url(room, "join/")), 410)
    assert "its hour is over" in html_of(client.post(url(room, "sockets/"), **HTMX), 410)
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
    make = "/live/django-channels/websocket-support/rooms/"
    assert [client.post(make).status_code for _ in range(3)] == [302, 302, 429]
    assert [Client().post(make).status_code for _ in range(2)] == [302, 503]


def test_one_member_has_a_few_sockets_at_most(client, room):
    client.post(url(room, "join/"))
    for _ in range(2):
        assert client.post(url(room, "sockets/"), **HTMX).status_code == 200
        Run.objects.update(opened_at=timezone.now())
    assert "in another tab" in html_of(client.post(url(room, "sockets/"), **HTMX), 429)
    Run.objects.update(opened_at=timezone.now() - timedelta(minutes=2))
    Member.objects.update(connected_until=timezone.now() + timedelta(seconds=9))
    assert "in another tab" in html_of(client.post(url(room, "sockets/"), **HTMX), 429)
    Member.objects.update(connected_until=timezone.now())
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

    nobody = SimpleNamespace(drawing=lambda code: ("", ""), roll=lambda code: None)
    monkeypatch.setattr("live_demo.rooms.pane.boards", nobody)
    pane = Pane(Seat("CODE", "Learner A"), show, lambda: False)
    for over in (False, True, False):
        await pane.draw(over=over)
    assert ["As your run ended" in html for html in shown] == [False, True]
