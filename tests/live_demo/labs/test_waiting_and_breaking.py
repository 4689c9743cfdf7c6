"""The labs of the last two lessons, on real servers."""

import pytest
from websockets.exceptions import ConnectionClosed

from tests.live_demo.watching import read_until

WAITING, BREAKING = "django-channels/async-and-sync", "django-channels/when-it-breaks"


def points(learner, run_id):
    return learner.get(f"/live/runs/{run_id}.json").json()["points"]


async def test_one_connection_answers_in_order_and_works_beside_the_loop(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run(WAITING)
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            await lab.send("May")
            await lab.send("June")
            assert [await lab.recv(), await lab.recv()] == ["report for May", "report for June"]
            await lab.close(1000)
            await read_until(watch, "Replay this run")
        recorded = points(learner, run_id)
    assert [point["step"] for point in recorded if "step" in point] == [1, 2, 3, 4, 5, 6, 7]
    last = recorded[-1]["attributes"]
    assert (last["handler_in_main"], last["work_in_main"]) == ("True", "False")
    assert {"write_report", "receive"} <= {point.get("function") for point in recorded}


async def test_a_new_connection_goes_on_where_the_browser_says(server):
    with server.learner() as learner:
        for has, missing in (("0", ["1 1:0", "2 1:1", "3 2:1"]), ("2", ["3 2:1"])):
            ticket, _ = learner.start_run(BREAKING)
            async with learner.lab(ticket) as lab:
                await lab.send(has)
                assert [await lab.recv() for _ in missing] == missing


async def test_a_lost_connection_is_told_with_the_server_s_own_code(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run(BREAKING)
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            await lab.send("1")
            assert [await lab.recv(), await lab.recv()] == ["2 1:1", "3 2:1"]
            lab.transport.abort()
            await read_until(watch, "Replay this run")
        last = points(learner, run_id)[-1]["attributes"]
    code = "1005" if server.name == "uvicorn" else "1006"
    assert last == {"sent": "3", "confirmed": "1", "close_code": code}


async def test_an_exception_in_receive_ends_it_without_disconnect(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run(BREAKING)
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            await lab.send("no number")
            await lab.send("1")
            with pytest.raises(ConnectionClosed) as closed:
                await lab.recv()
            await read_until(watch, "Replay this run")
        recorded = points(learner, run_id)
    assert (closed.value.rcvd.code if closed.value.rcvd else 1006) == (
        1006 if server.name == "uvicorn" else 1011
    )
    assert "disconnect" not in {point.get("function") for point in recorded}
    assert [point["event"] for point in recorded].count("websocket.receive") == 1
