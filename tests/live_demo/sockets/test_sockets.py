"""Lab and watch socket on real servers, spoken to by a client that is no browser."""

import asyncio
import json

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.live_demo.watching import read_until, record


async def test_the_state_table_moves_over_a_second_socket(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run()
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            await read_until(watch, "101 Switching Protocols")
            await lab.send("hi")
            assert await lab.recv() == "echo: hi"
            moved = await read_until(watch, "text &quot;echo: hi&quot;")
            assert 'id="times-3" class="times" data-times="1"' in moved
            await read_until(watch, "[&#x27;hi&#x27;, &#x27;echo: hi&#x27;]")
            await lab.close(1000)
            ended = await read_until(watch, "Replay this run")
        assert "closed the socket with 1000, after 1 message" in ended
        assert [point["step"] for point in record(learner, run_id)["points"] if "step" in point] == [
            1,
            2,
            3,
            4,
            5,
        ]


async def test_a_late_watcher_gets_everything_so_far_in_one_message(server):
    with server.learner() as learner:
        ticket, _ = learner.start_run()
        async with learner.lab(ticket) as lab:
            await lab.send("early")
            assert await lab.recv() == "echo: early"
            async with learner.watch(ticket) as watch:
                assert 'data-number="0"' in await watch.recv()
                snapshot = await watch.recv()
                assert "101 Switching Protocols" in snapshot
                assert "echo: early" in snapshot
                newer, sent = snapshot, 0
                while "101 Switching Protocols" in newer:  # on a busy machine it may have asked twice
                    watch.html, sent = "", sent + 1
                    await lab.send(f"later {sent}")
                    await lab.recv()
                    newer = await read_until(watch, f"echo: later {sent}")


async def test_a_watcher_that_comes_after_the_end_gets_the_stored_record(server):
    with server.learner() as learner:
        ticket, _ = learner.start_run()
        async with learner.lab(ticket) as lab:
            await lab.send("gone")
            await lab.recv()
        async with learner.watch(ticket) as watch:
            html = await read_until(watch, "Replay this run")
            assert "echo: gone" in html


async def test_two_learners_at_once_see_only_their_own_frames(server):
    with server.learner() as ada, server.learner() as bob:
        (ada_ticket, _), (bob_ticket, _) = ada.start_run(), bob.start_run()
        async with (
            ada.watch(ada_ticket) as ada_watch,
            bob.watch(bob_ticket) as bob_watch,
            ada.lab(ada_ticket) as ada_lab,
            bob.lab(bob_ticket) as bob_lab,
        ):
            for number in range(10):
                await asyncio.gather(ada_lab.send(f"lovelace {number}"), bob_lab.send(f"hopper {number}"))
                assert await ada_lab.recv() == f"echo: lovelace {number}"
                assert await bob_lab.recv() == f"echo: hopper {number}"
            ada_saw = await read_until(ada_watch, "echo: lovelace 9")
            bob_saw = await read_until(bob_watch, "echo: hopper 9")
    assert "hopper" not in ada_saw
    assert "lovelace" not in bob_saw


async def test_a_consumer_that_never_decides_is_refused_at_the_deadline_and_the_table_says_so(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run("odd/silent")
        async with learner.watch(ticket) as watch:
            with pytest.raises(InvalidStatus, match="403"):
                await learner.lab(ticket)
            html = await read_until(watch, "Replay this run")
        assert "The handshake was refused" in html
        refused = next(
            point for point in record(learner, run_id)["points"] if point["event"] == "websocket.close"
        )
        assert refused["frame"]["label"] == "403 Forbidden"
        assert refused["at"] >= 2_000_000


async def test_a_consumer_that_refuses_is_seen_to_refuse(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run("odd/refusing")
        with pytest.raises(InvalidStatus, match="403"):
            await learner.lab(ticket)
        async with learner.watch(ticket) as watch:
            await read_until(watch, "Replay this run")
        labels = [point["frame"]["label"] for point in record(learner, run_id)["points"] if "frame" in point]
        assert labels == ["GET /ws/lab/… Upgrade: websocket", "403 Forbidden"]


async def test_an_exception_in_a_consumer_is_recorded_with_its_line_and_raised_again(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run("odd/raising")
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            await lab.send("this")
            with pytest.raises(ConnectionClosed):
                await lab.recv()
            await read_until(watch, "Replay this run")
        *_, last, own = record(learner, run_id)["points"]
        assert (last["event"], own["event"]) == ("exception", "server.answers")
        assert last["error"] == "ValueError: cannot bear this"
        assert (last["function"], last["line"]) == ("receive", 11)


async def test_a_synchronous_consumer_is_traced_as_well(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run("odd/counting")
        async with learner.lab(ticket) as lab:
            await lab.send("one")
            assert await lab.recv() == "message 1"
        async with learner.watch(ticket) as watch:
            await read_until(watch, "Replay this run")
        values = [
            point["attributes"]["count"] for point in record(learner, run_id)["points"] if point.get("line")
        ]
        assert values == ["0", "1", "1"]


async def test_the_export_is_a_trace_that_stands_alone(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run()
        async with learner.lab(ticket) as lab:
            await lab.send("hi")
            await lab.recv()
        async with learner.watch(ticket) as watch:
            await read_until(watch, "Replay this run")
        trace = record(learner, run_id)
        assert trace["format"] == "handshake-trace/2"
        assert trace["server"].lower().startswith(server.name)
        assert "class ChatConsumer" in trace["source"]
        assert trace["variables"] == ["connection_state", "message_buffer"]
        assert [point["number"] for point in trace["points"]] == list(range(1, len(trace["points"]) + 1))


async def test_a_lab_with_routes_of_its_own_gets_what_follows_the_ticket(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run("odd/meeting")
        async with learner.watch(ticket) as watch, learner.lab(f"{ticket}/rooms/python") as lab:
            await lab.send("hi")
            assert await lab.recv() == "hi"
            await lab.close(1000)
            await read_until(watch, "Replay this run")
        points = record(learner, run_id)["points"]
        (handed,) = [point for point in points if point["event"] == "chat.message"]
        assert handed["layer"] == "asgi"
        sentence = "chat.message has arrived from the channel layer. Its handler runs next."
        assert handed["shown"]["now"]["sentence"] == sentence
        groups = {"in_groups": "['python']"}  # its own consumer does not leave them
        assert points[-1]["attributes"] == {"room": "'python'", "heard": "['hi']"} | groups
        assert ticket not in json.dumps(points)


@pytest.mark.parametrize(("path", "status"), [("door", 403), ("nowhere", 500)])
async def test_a_path_of_the_lab_that_is_refused_or_unknown_is_recorded(server, path, status):
    with server.learner() as learner:
        ticket, run_id = learner.start_run("odd/meeting")
        with pytest.raises(InvalidStatus) as refused:
            async with learner.lab(f"{ticket}/{path}"):
                pass
        assert refused.value.response.status_code == status
        async with learner.watch(ticket) as watch:
            await read_until(watch, "Replay this run")
        events = [point["event"] for point in record(learner, run_id)["points"]]
        assert ("exception" in events) == (status == 500)
        assert ("server.answers" in events) == (status == 500)
