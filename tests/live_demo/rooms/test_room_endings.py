"""How sockets of a room end, and who is let in: members leave, rooms close, processes die."""

import asyncio
import contextlib

import pytest
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus

from live_demo.rooms.models import Room
from tests.live_demo.rooms.room_steps import join, make_room, post, start_run
from tests.live_demo.watching import read_until, record
from tests.support.servers import PATIENCE, serve


def end_the_hour(code):
    Room.objects.filter(code=code).update(closes_at=timezone.now())


def elsewhere(server):
    """The port of another process than the one that answers the pages, where there is one."""
    return server.watch_port or server.port


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
            await read_until(ada_watch, "Learner B <small>has left")
            await read_until(ada_watch, "Learner B has left the room.")
            await ada_lab.send("still here")
            assert await ada_lab.recv() == "still here"


async def test_a_room_whose_hour_is_over_closes_its_sockets_without_being_told(daphne, at_database):
    with daphne.learner() as ada:
        code = make_room(ada)
        ticket, _ = start_run(ada, code)
        async with ada.watch(ticket) as watch, ada.lab(ticket) as lab:
            await read_until(watch, "Learner A (you) <small>connected")
            at_database(daphne, end_the_hour, code)
            async with asyncio.timeout(PATIENCE):
                await lab.wait_closed()
            assert lab.close_code == 4010
            await read_until(watch, "This room has closed. A room is open for one hour. The server closed")


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
            await read_until(watch, "Learner B <small>not connected")
            await read_until(watch, "Learner B <small>lost with its server process")
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
        headers = {"HX-Request": "true", "X-CSRFToken": eve.csrf_token()}
        assert eve.post(f"/live/rooms/{code}/sockets/", headers=headers).status_code == 404
        async with eve.watch(ticket) as watch:
            assert "belongs to another learner" in await watch.recv()
        with pytest.raises(InvalidStatus, match="403"):
            await eve.lab(ticket)
        with pytest.raises(InvalidStatus, match="403"):
            await ada.lab(ticket, origin="http://evil.example")
        async with asyncio.timeout(PATIENCE), ada.watch(ticket) as watch:
            await read_until(watch, 'id="xray-note"')
