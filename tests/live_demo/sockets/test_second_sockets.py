"""Second sockets of a what-if that arrive in another process than the first, as behind a proxy."""

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.live_demo.watching import read_until, record
from tests.live_demo.what_ifs.what_if_answers import EVERY_ITEM, LESSONS


async def test_the_echo_beside_a_what_if_is_reached_from_any_process_until_the_run_ends(cluster):
    with cluster.learner() as learner:
        plan, ticket, _ = learner.start_what_if("slow_await", **EVERY_ITEM, option=0)
        async with (
            learner.watch(ticket) as watch,
            learner.open(plan["labPath"]) as lab,
            learner.open(plan["neighborPath"], port=cluster.watch_port) as neighbor,
        ):
            for number in range(3):
                await neighbor.send(f"tick {number}")
                assert await neighbor.recv() == f"echo: tick {number}"
            with pytest.raises(InvalidStatus, match="403"):  # there is one of it, wherever it arrives
                await learner.open(plan["neighborPath"], port=cluster.watch_port)
            await lab.close()
            await read_until(watch, "Replay this run")
            with pytest.raises(ConnectionClosed):
                await neighbor.recv()


async def test_a_run_goes_on_in_its_own_process_wherever_its_browser_comes_back(cluster):
    with cluster.learner() as learner:
        plan, ticket, run_id = learner.start_what_if(
            "catch_up", lesson=LESSONS["catchup"], **EVERY_ITEM, option=0
        )
        async with learner.watch(ticket) as watch:
            async with learner.open(plan["labPath"]) as lab:
                await lab.send("0")
                assert (await lab.recv()).startswith("1 ")
                await lab.send(plan["cut"])
                with pytest.raises(ConnectionClosed):
                    while True:
                        await lab.recv()
            async with learner.open(plan["reconnectPath"], port=cluster.watch_port) as again:
                await again.send("1")
                assert [(await again.recv())[0] for _ in range(2)] == ["2", "3"]
                await again.send(plan["cut"])
                with pytest.raises(ConnectionClosed) as cut:
                    await again.recv()
                assert cut.value.rcvd is None  # there was no close frame
            await read_until(watch, "Replay this run")
        events = [point["event"] for point in record(learner, run_id)["points"]]
        assert events.count("websocket.accept") == 2
        assert events.count("server.cut") == 2


async def test_a_second_socket_of_a_run_that_is_over_is_refused_in_any_process(cluster):
    with cluster.learner() as learner:
        plan, ticket, _ = learner.start_what_if("close_in_connect", **EVERY_ITEM, option=0)
        with pytest.raises(InvalidStatus, match="403"):
            await learner.open(plan["labPath"])
        async with learner.watch(ticket) as watch:
            await read_until(watch, "Replay this run")
        for port in (cluster.port, cluster.watch_port):
            with pytest.raises(InvalidStatus, match="403"):
                await learner.open(f"/ws/lab/{ticket}/neighbor/", port=port)
