"""Predict-then-send: what a learner commits to is graded by the next event of the run that can decide it."""

import json

import pytest

from lessons.models import Learner
from live_demo.expect.expecting import MAX_COMMITTED, Expecting
from live_demo.expect.learner_data import merge_streaks, streak_of
from live_demo.expect.models import Streak
from live_demo.middleware.server_errors import server_response
from live_demo.trace.recorder import Recorder
from live_demo.trace.steps import Reach
from live_demo.view.expectation import expectation_message
from live_demo.view.sentences import sentence
from tests.live_demo.watching import read_until, record

RECEIVE = {"type": "websocket.receive", "text": "hi"}
SEND = {"type": "websocket.send", "text": "echo: hi"}
GONE = {"type": "websocket.disconnect", "code": 4001}
REACHED_BY = [
    "websocket.connect",
    "websocket.accept",
    "websocket.receive",
    "websocket.send",
    "websocket.disconnect",
]


@pytest.fixture
def recorder():
    recorder = Recorder([Reach(event) for event in REACHED_BY], Expecting())
    recorder.event({"type": "websocket.connect"})
    recorder.event({"type": "websocket.accept"})
    return recorder


@pytest.mark.parametrize(
    ("kind", "said", "events", "truth", "right"),
    [
        ("text", "echo: hi", [RECEIVE, SEND], "echo: hi", True),
        ("text", "hi", [RECEIVE, SEND], "echo: hi", False),
        ("text", "hi", [RECEIVE, {"type": "websocket.send", "bytes": b"ab"}], "binary, 2 bytes", False),
        ("text", "hi", [GONE], "close 4001", False),
        ("nothing", "", [RECEIVE, SEND], "echo: hi", False),
        ("row", "3", [RECEIVE], "3", True),
        ("row", "4", [RECEIVE], "3", False),
        ("code", "4001", [RECEIVE, SEND, GONE], "4001", True),
        ("code", "1000", [{"type": "websocket.close", "code": 4003}], "4003", False),
        ("code", "none", [{"type": "websocket.disconnect", "code": None}], "none", True),
        ("code", "none", [{"type": "websocket.disconnect", "code": 1005, "reason": ""}], "none", True),
        ("code", "1005", [{"type": "websocket.disconnect", "code": 1005}], "1005", True),
        ("code", "1000", [{"type": "websocket.close"}], "1000", True),
    ],
)
def test_the_next_event_that_can_decide_does(recorder, kind, said, events, truth, right):
    recorder.expect(kind, said)
    for event in events:
        recorder.event(event)
    last = recorder.points[-1]
    assert (last.expected["truth"], last.expected["right"]) == (truth, right)
    assert last.expected["point"] == last.number


@pytest.mark.parametrize(("kind", "right"), [("nothing", True), ("text", False)])
def test_a_turn_without_a_message_decides_when_the_consumer_asks_for_its_next_event(recorder, kind, right):
    recorder.expect(kind, "hi")
    recorder.end_turn()
    assert recorder.points[-1].expected["right"] is None  # no message has been handled yet
    recorder.event(RECEIVE)
    recorder.end_turn()
    assert recorder.points[-1].event == "quiet"
    assert recorder.points[-1].expected["right"] is right


def test_an_exception_decides(recorder):
    recorder.expect("text", "hi")
    recorder.event(RECEIVE)
    recorder.exception(ValueError("no"), "receive", 3)
    assert recorder.points[-1].expected["truth"] == "an exception"


@pytest.mark.parametrize(("server", "right"), [("Daphne 4.2.3", True), ("Uvicorn 0.54", False)])
def test_the_code_after_an_exception_is_the_one_that_the_server_sends(recorder, server, right):
    recorder.event({"type": "websocket.accept"})
    recorder.expect("code", "1011")
    recorder.exception(ValueError("no"), "receive", 3)
    assert recorder.points[-1].expected["right"] is None
    recorder.server_responded(server_response(server, accepted=recorder.connection.is_accepted))
    assert recorder.points[-1].expected["right"] is right


def test_what_is_committed_stands_until_it_is_decided(recorder):
    recorder.expect("text", "echo: hi")
    recorder.expect("text", "something else")
    assert [point.event for point in recorder.points].count("commit") == 1
    recorder.event(SEND)
    assert recorder.points[-1].expected["said"] == "echo: hi"


def test_an_event_that_did_not_get_through_decides_nothing(recorder):
    recorder.expect("text", "echo: hi")
    recorder.event(SEND, error="RuntimeError: closed")
    assert recorder.points[-1].expected["right"] is None


def test_a_streak_goes_on_from_run_to_run_and_ends_with_a_wrong_one():
    expecting = Expecting(streak=2, best=4)
    for number, (said, streak, best) in enumerate([("1", 3, 4), ("2", 4, 4), ("3", 5, 5), ("no", 0, 5)], 1):
        assert expecting.commit("row", said)
        expecting.see({"type": "websocket.receive"}, number, number)
        assert (expecting.state.streak, expecting.state.best) == (streak, best)
    assert expecting.outcomes == [True, True, True, False]


def test_a_run_takes_so_many_and_no_kind_that_there_is_not():
    expecting = Expecting()
    assert not expecting.commit("luck", "7")
    for _ in range(MAX_COMMITTED):
        assert expecting.commit("row", "1")
        expecting.see({"type": "websocket.receive"}, 1, 1)
    assert not expecting.commit("row", "1")


def test_an_expectation_is_told_in_words(recorder):
    recorder.expect("text", "hi")
    assert sentence(recorder.points[-1], None) == "Locked in: the text “hi” comes next. Now make it happen."
    recorder.event(SEND)
    assert expectation_message(recorder.points[-1].expected) == (
        "No: you expected the text “hi”, and it was the text “echo: hi”."
    )


@pytest.mark.django_db
def test_a_streak_is_kept_merged_and_handed_out():
    guest, own = Learner.objects.create(), Learner.objects.create()
    Streak.objects.keep(own.pk, [True, True, True, False])
    Streak.objects.keep(guest.pk, [True, True])
    Streak.objects.keep(guest.pk, [])
    merge_streaks(guest, own)
    merge_streaks(guest, own)
    assert streak_of(own) == [{"now": 2, "best": 3, "right": 5, "decided": 6}]
    assert streak_of(guest) == []


async def test_the_real_socket_grades_and_the_streak_outlives_the_run(server):
    with server.learner() as learner:
        for streak in (1, 2):
            ticket, run_id = learner.start_run()
            async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
                await read_until(watch, "101 Switching Protocols")
                for bad in (
                    "no",
                    {"kind": "text"},
                    {"kind": "text", "said": "x" * 201},
                    {"kind": 1, "said": "x"},
                ):
                    await watch.send(json.dumps({"expect": bad}))
                await watch.send(json.dumps({"expect": {"kind": "text", "said": "echo: <b>"}}))
                await read_until(watch, "Locked in: the text “echo: &lt;b&gt;” comes next")
                await lab.send("<b>")
                await read_until(watch, f"Streak {streak}, best {streak}")
                await lab.close(1000)
                await read_until(watch, "Replay this run")
            points = record(learner, run_id)["points"]
            assert [point["event"] for point in points if point["layer"] == "learner"] == ["commit"]
