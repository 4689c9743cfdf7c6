"""Every what-if on real servers: its run says what happens, and exactly one of its options is so."""

import json
import tomllib

import pytest

from live_demo.record.player import play
from live_demo.trace.point import TracePoint
from live_demo.what_if_definitions import what_ifs_of
from live_demo.what_ifs.browser_report import Seen
from live_demo.what_ifs.grading import true_options
from live_demo.what_ifs.observations import items_of
from tests.live_demo.test_sockets import read_until
from tests.servers import ROOT

RAISES = {"error_in_connect", "send_before_accept", "no_route", "error_in_receive", "wrong_type", "json_only"}
LESSONS = {
    tomllib.loads(file.read_text())["lab"]: f"{file.parts[-3]}/{file.parts[-2][3:]}"
    for file in sorted(ROOT.glob("fixtures/*/*/lesson.toml"))
}
WHAT_IFS = [(lab, name) for lab in LESSONS for name in what_ifs_of(lab)]
SAID = {"clean": "no", "waited": "no", "close_code": "1006", "disconnect": "no", "beside": "goes on"}
SAID |= {
    "methods": "none",
    "replies": "1",
    "received": "1",
    "answer": "hi",
    "status": "101",
    "events": "open",
}


@pytest.fixture(params=["daphne", "uvicorn"])
def server(request):
    return request.getfixturevalue(request.param)


async def run_what_if(server, learner, lab, name):
    """Play the browser's side; returns the items of the record, the run's id and the report."""
    what_if = what_ifs_of(lab)[name]
    plan, ticket, run_id = learner.start_what_if(name, lesson=LESSONS[lab], option=0, **SAID)
    cookie = "; ".join(f"{key}={value}" for key, value in learner.cookies.items())
    address = f"ws://127.0.0.1:{server.port}"
    async with learner.watch(ticket) as watch:
        report = await play(
            address + plan["labPath"],
            plan,
            origin=server.url,
            cookie=cookie,
            again=address + plan["againPath"],
        )
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


@pytest.mark.parametrize(("lab", "name"), WHAT_IFS)
async def test_exactly_one_option_is_what_the_run_does(server, lab, name):
    with server.learner() as learner:
        what_if, items, run_id, report, points = await run_what_if(server, learner, lab, name)
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


def test_every_lesson_has_what_ifs():
    assert [lab for lab in LESSONS if not what_ifs_of(lab)] == []
