"""What closes one socket and no other: long, many, odd messages."""

import asyncio
import json
import re

import pytest
from websockets.exceptions import ConnectionClosed

from tests.live_demo.watching import read_until, record
from tests.support.servers import PATIENCE


async def close_code_after(learner, ticket, *messages):
    async with learner.lab(ticket) as lab:
        try:
            for message in messages:
                await lab.send(message)
            async with asyncio.timeout(PATIENCE):
                async for _ in lab:
                    pass
        except ConnectionClosed:
            pass
        return lab.close_code


async def test_a_message_over_the_limit_closes_only_its_own_socket(server):
    with server.learner() as learner, server.learner() as neighbor:
        ticket, _ = learner.start_run()
        other_ticket, _ = neighbor.start_run()
        async with neighbor.lab(other_ticket) as other:
            assert await close_code_after(learner, ticket, "x" * 5000) == 4009
            await other.send("still here")
            assert await other.recv() == "echo: still here"


async def test_a_flood_closes_only_its_own_socket(server):
    with server.learner() as learner, server.learner() as neighbor:
        ticket, run_id = learner.start_run()
        other_ticket, _ = neighbor.start_run()
        async with neighbor.lab(other_ticket) as other:
            assert await close_code_after(learner, ticket, *["x"] * 500) == 4029
            await other.send("still here")
            assert await other.recv() == "echo: still here"
        async with learner.watch(ticket) as watch:
            await read_until(watch, "Replay this run")
        received = [p for p in record(learner, run_id)["points"] if p["event"] == "websocket.receive"]
        assert len(received) <= 21


async def test_a_message_beyond_what_the_server_reads_closes_only_its_own_socket(server):
    with server.learner() as learner, server.learner() as neighbor:
        ticket, _ = learner.start_run()
        other_ticket, _ = neighbor.start_run()
        async with neighbor.lab(other_ticket) as other:
            assert await close_code_after(learner, ticket, "x" * (17 * 1024 * 1024)) in (1006, 1009)
            await other.send("still here")
            assert await other.recv() == "echo: still here"


async def test_a_binary_message_arrives_as_bytes_data(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run()
        async with learner.lab(ticket) as lab:
            await lab.send(b"\x00\xff")
            assert await lab.recv() == "echo: None"
        async with learner.watch(ticket) as watch:
            await read_until(watch, "Replay this run")
        points = record(learner, run_id)["points"]
        assert any(point.get("frame", {}).get("label") == "binary, 2 bytes" for point in points)
        assert any(point.get("locals", {}).get("bytes_data") == r"b'\x00\xff'" for point in points)


async def test_bad_utf8_closes_only_its_own_socket(server):
    with server.learner() as learner, server.learner() as neighbor:
        ticket, _ = learner.start_run()
        other_ticket, _ = neighbor.start_run()
        async with neighbor.lab(other_ticket) as other, learner.lab(ticket) as lab:
            lab.transport.write(bytes([0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x28]))  # a masked text frame, no UTF-8
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(lab.recv(), PATIENCE)
            await other.send("still here")
            assert await other.recv() == "echo: still here"


async def test_markup_in_a_message_reaches_the_page_as_text(server):
    with server.learner() as learner:
        ticket, _ = learner.start_run()
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            await lab.send("<img src=x onerror=alert(1)>")
            html = await read_until(watch, "echo: &lt;img")
    assert "<img" not in html


async def test_a_watcher_that_does_not_read_is_held_back_and_caught_up_later(server):
    with server.learner() as learner:
        ticket, _ = learner.start_run()
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            for number in range(60):  # about 480 points: more than the window
                await lab.send(f"m{number}")
                await lab.recv()
                await asyncio.sleep(0.06)  # within the rate that a run may have
            read = []
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    while True:
                        read.append(await watch.recv())
            assert "m59" not in "".join(read)
            numbers = re.findall(r'id="now"[^>]*data-number="(\d+)"', "".join(read))
            await watch.send(json.dumps({"seen": int(numbers[-1])}))
            await read_until(watch, "echo: m59")


async def test_a_bad_acknowledgement_is_ignored(server):
    with server.learner() as learner:
        ticket, _ = learner.start_run()
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            for nonsense in ("", "[]", '{"seen": "all"}', '{"seen": 99999}', '{"seen": true}', "{"):
                await watch.send(nonsense)
            await watch.send(b"\x00")
            await lab.send("hi")
            await read_until(watch, "echo: hi")


async def test_a_client_that_vanishes_is_recorded_as_lost(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run()
        lab = await learner.lab(ticket)
        await lab.send("hi")
        await lab.recv()
        lab.transport.abort()
        async with learner.watch(ticket) as watch:
            html = await read_until(watch, "Replay this run")
        assert "The connection was lost after 1 message" in html
        assert record(learner, run_id)["points"][-1]["attributes"]["connection_state"] == "'Closed'"
