"""Every what-if on real servers: its run says what happens, and exactly one of its options is so."""

import asyncio
import functools
import json
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from lessons.script.language import ScriptRow
from live_demo.record.player import play
from live_demo.trace.point import Frame, TracePoint
from live_demo.what_if_definitions import what_ifs_of
from live_demo.what_ifs.browser_report import BrowserReport
from live_demo.what_ifs.grading import true_options
from live_demo.what_ifs.observations import items_of
from live_demo.what_ifs.recorded import recorded_frames
from tests.live_demo.watching import read_until
from tests.live_demo.what_ifs.what_if_answers import EVERY_ITEM, LESSONS

RAISES = {"error_in_connect", "send_before_accept", "no_route", "error_in_receive", "wrong_type", "json_only"}
WHAT_IFS = [(lab, name) for lab in LESSONS for name in what_ifs_of(lab)]


def has_texts_alone(frames: list[Frame]) -> bool:
    """Whether the socket opens, carries texts, and is closed by the browser with 1000."""
    kinds = [frame.kind for frame in frames]
    last = frames[-1]
    return (
        kinds[:2] == ["upgrade", "accept"]
        and {*kinds[2:-1]} <= {"text"}
        and (last.to, last.kind, last.code) == ("server", "close", 1000)
    )


def is_the_same_on_each_server(lab: str, name: str) -> bool:
    """Whether a server has nothing to do for it but to hand texts on, as it does in each run of a lab."""
    what_if = what_ifs_of(lab)[name]
    asks_more = any(row.subprotocols or row.headers for row in what_if.script)
    return has_texts_alone(recorded_frames(lab)[name]) and not asks_more and not what_if.differs


PLAYED = {
    "daphne": WHAT_IFS,
    "uvicorn": [each for each in WHAT_IFS if not is_the_same_on_each_server(*each)],
}
AT_ONCE = 6
PATIENT = {"full_channel": 6}
"""{a what-if: how many times as long the browser waits}: a hundred messages take a busy machine longer."""


@dataclass
class Played:
    """The run of a what-if: its points, what the browser's side reported, and the page of its grades."""

    points: list[TracePoint]
    report: dict[str, Any]
    graded: httpx.Response


async def run_what_if(server, lab, name):
    """Play the browser's side as a learner of its own, and have it graded."""
    with server.learner() as learner:
        plan, ticket, run_id = await asyncio.to_thread(
            learner.start_what_if, name, lesson=LESSONS[lab], option=0, **EVERY_ITEM
        )
        address = f"ws://127.0.0.1:{server.port}"
        async with learner.watch(ticket) as watch:
            cookie = "; ".join(f"{key}={value}" for key, value in learner.cookies.items())
            done = await play(
                [patient(ScriptRow(**row), PATIENT.get(name, 1)) for row in plan["script"]],
                lambda row, comes_back: address + plan["reconnectPath" if comes_back else "labPath"],
                headers={"Origin": server.url, "Cookie": cookie},
                as_page=True,
                neighbor=address + plan["neighborPath"] if plan["neighborPath"] else "",
            )
            assert done.fault == ""
            await read_until(watch, "Replay this run")
        return await asyncio.to_thread(looked_at, learner, run_id, done.reports[1])


def patient(row, times):
    return row.model_copy(update={"ms": row.ms * times}) if row.do == "wait" else row


def looked_at(learner, run_id, report):
    points = learner.get(f"/live/runs/{run_id}.json").json()["points"]
    for point in points:
        del point["shown"]
    graded = learner.post_patiently(
        f"/live/runs/{run_id}/report/",
        headers={"HX-Request": "true", "X-CSRFToken": learner.csrf_token()},
        data={"report": json.dumps(report)},
    )
    return Played([TracePoint.from_json(point) for point in points], report, graded)


async def run_all(server):
    """Play those of this server, some at a time: most only wait. Gives each run, or what it failed with."""
    some = asyncio.Semaphore(AT_ONCE)

    async def run(lab, name):
        async with some:
            return await run_what_if(server, lab, name)

    what_ifs = PLAYED[server.name]
    runs = await asyncio.gather(*(run(*each) for each in what_ifs), return_exceptions=True)
    return dict(zip(what_ifs, runs, strict=True))


@pytest.fixture(scope="module")
def played(request):
    """Give what was played on the server of this name."""
    return functools.cache(lambda name: asyncio.run(run_all(request.getfixturevalue(name))))


def is_drawn_as_the_client_saw_it(points, report):
    """What the server has said by itself is the last on the wire, and what the client was told."""
    frames = [point.frame for point in points if point.frame]
    own = [frame for frame in frames if frame.by == "server"]
    if own:
        assert own == frames[-1:]
        ends = ("refuse", "lost") if "open" not in report["events"] else ("close", "lost")
        assert own[0].kind in ends
        assert report["code"] == (1011 if own[0].kind == "close" else 1006)
    return bool(own)


@pytest.mark.parametrize(
    ("on", "lab", "name"), [(on, *each) for on, what_ifs in PLAYED.items() for each in what_ifs]
)
def test_exactly_one_option_is_what_the_run_does(played, on, lab, name):
    run, what_if = played(on)[lab, name], what_ifs_of(lab)[name]
    if isinstance(run, Exception):
        raise run
    items = items_of(what_if, run.points, BrowserReport(**run.report))
    assert len(true_options(what_if, items)) == 1, {each.name: each.value for each in items.values()}
    assert is_drawn_as_the_client_saw_it(run.points, run.report) or name not in RAISES
    frames = [point.frame for point in run.points if point.frame]
    assert has_texts_alone(frames) or not is_the_same_on_each_server(lab, name)
    assert run.graded.status_code == 200
    assert "What you said, and what happened" in run.graded.text


def test_most_what_ifs_are_played_on_each_server():
    assert len(WHAT_IFS) / 2 < len(PLAYED["uvicorn"]) < len(WHAT_IFS)


def test_every_lesson_has_what_ifs():
    assert [lab for lab in LESSONS if not what_ifs_of(lab)] == []
