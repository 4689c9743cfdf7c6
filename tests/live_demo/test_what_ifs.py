"""Every what-if on real servers: its run says what happens, and exactly one of its options is so."""

import json

import pytest

from live_demo.faults.grading import true_options
from live_demo.faults.items import items_of
from live_demo.faults.player import play
from live_demo.faults.seen import Seen
from live_demo.faults.what_ifs import what_ifs_of
from live_demo.trace import TracePoint
from tests.live_demo.test_sockets import read_until

WHAT_IFS = what_ifs_of("chat")
RAISES = {"error_in_connect", "send_before_accept", "no_route", "error_in_receive", "wrong_type", "json_only"}
SAID = {"close_code": "1006", "disconnect": "no", "methods": "none", "replies": "1"}


@pytest.fixture(params=["daphne", "uvicorn"])
def server(request):
    return request.getfixturevalue(request.param)


async def run_what_if(server, learner, name, **said):
    """Play the browser's side; returns the items of the record, the run's id and the report."""
    what_if = WHAT_IFS[name]
    plan, ticket, run_id = learner.start_what_if(name, option=0, **(SAID | said))
    cookie = "; ".join(f"{key}={value}" for key, value in learner.cookies.items())
    address = f"ws://127.0.0.1:{server.port}{plan['labPath']}"
    async with learner.watch(ticket) as watch:
        report = await play(address, plan, origin=server.url, cookie=cookie)
        await read_until(watch, "Replay this run")
    record = learner.get(f"/live/runs/{run_id}.json").json()
    for point in record["points"]:
        del point["sentence"]
    points = [TracePoint.from_json(point) for point in record["points"]]
    return what_if, items_of(points, Seen(**report)), run_id, report, points


def is_drawn_as_the_client_saw_it(points, report):
    """What the server has said by itself is the last on the wire, and what the client was told."""
    frames = [point.frame for point in points if point.frame]
    own = [frame for frame in frames if frame.by == "server"]
    if own:
        assert own == frames[-1:]
        seen = "refuse" if "open" not in report["events"] else "close" if report["code"] == 1011 else "lost"
        assert (own[0].kind, report["code"]) == (seen, 1011 if seen == "close" else 1006)
    return bool(own)


@pytest.mark.parametrize("name", WHAT_IFS)
async def test_exactly_one_option_is_what_the_run_does(server, name):
    with server.learner() as learner:
        what_if, items, run_id, report, points = await run_what_if(server, learner, name)
        print(name, server.name, {k: v.value for k, v in items.items()}, points[-1].event, points[-1].error)
        assert len(true_options(what_if, items)) == 1
        assert is_drawn_as_the_client_saw_it(points, report) or name not in RAISES
        token = learner.csrf_token()
        graded = learner.post(
            f"/live/runs/{run_id}/seen/",
            headers={"HX-Request": "true", "X-CSRFToken": token},
            data={"seen": json.dumps(report)},
        )
        assert graded.status_code == 200
        assert "What you said, and what happened" in graded.text
