"""Learners in one room of a lab: what reaches whom, and what each of them sees, over real sockets."""

import contextlib
import json
import re

from tests.live_demo.rooms.room_steps import LESSON, join, make_room, start_run
from tests.live_demo.watching import read_until, record


def row(html, sender, number):
    """What the latest picture says of a group_send: {member: fate}."""
    table = html[html.rindex('id="xray-table"') :]
    columns = re.findall(r'<th scope="col">([^<]+)</th>', table)[1:]
    [cells] = re.findall(rf">{sender}, {number} <small>.*?</tr>", table)[:1]
    return dict(zip(columns, re.findall(r'data-fate="(\w+)"', cells), strict=True))


def steps_of(run):
    """The rows of the execution table in the order in which the run has reached them."""
    return [point["step"] for point in run["points"] if point.get("step")]


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


async def test_each_of_three_tells_own_messages_from_those_of_the_others(daphne):
    with daphne.learner() as ada, daphne.learner() as bob, daphne.learner() as eve:
        three = (ada, bob, eve)
        code = make_room(ada, "django-channels/groups")
        for guest in (bob, eve):
            join(guest, code)
        tickets, runs = zip(*(start_run(each, code) for each in three), strict=True)
        async with contextlib.AsyncExitStack() as stack:
            watches = [
                await stack.enter_async_context(each.watch(ticket))
                for each, ticket in zip(three, tickets, strict=True)
            ]
            labs = [await each.lab(ticket) for each, ticket in zip(three, tickets, strict=True)]
            for lab, text in zip(labs, ("from ada", "from bob", "from eve"), strict=True):
                await lab.send(text)
                assert [await other.recv() for other in labs] == [text] * 3
            for lab in labs:
                await lab.close()
            for watch in watches:
                await read_until(watch, "Replay this run")
        own, others = [3, 4, 5], [6, 7]
        assert [steps_of(record(*each)) for each in zip(three, runs, strict=True)] == [
            [1, 2, *own, *others, *others, 8],
            [1, 2, *others, *own, *others, 8],
            [1, 2, *others, *others, *own, 8],
        ]
