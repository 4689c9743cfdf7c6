"""What one lab socket may cost, with a clock that the test moves."""

import asyncio

import pytest

from live_demo.middleware.limits import limited
from live_demo.middleware.message_budget import Limits, MessageBudget
from live_demo.trace.live_run import LiveRun
from live_demo.trace.recorder import Recorder
from tests.support.servers import PATIENCE

LIMITS = Limits(message_bytes=4, messages=5, messages_per_second=3, messages_per_second_in_room=1, seconds=60)
HELLO = {"type": "websocket.receive", "text": "hi"}


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_a_second_takes_its_messages_and_the_next_one_as_many():
    budget = MessageBudget(LIMITS, in_room=False, clock=(clock := Clock()))
    assert [budget.spend(HELLO) for _ in range(3)] == [None] * 3
    clock.now += 1
    assert budget.spend(HELLO) is None
    clock.now += 0.5
    assert budget.spend(HELLO) is None
    assert budget.spend(HELLO) == (4029, "at most 3 messages a second, 5 a run")


def test_a_burst_is_refused_sooner_in_a_room():
    budget = MessageBudget(LIMITS, in_room=True, clock=Clock())
    assert budget.spend(HELLO) is None
    assert budget.spend(HELLO).code == 4029


@pytest.mark.parametrize(
    ("event", "fits"),
    [
        ({"text": "abcd"}, True),
        ({"text": "äää"}, False),
        ({"bytes": b"1234"}, True),
        ({"bytes": b"12345"}, False),
    ],
)
def test_a_message_is_measured_in_bytes(event, fits):
    close = MessageBudget(LIMITS, in_room=False, clock=Clock()).spend(event)
    assert close is None if fits else close == (4009, "a message may have at most 4 bytes")


async def test_a_dismissed_run_is_closed_once_and_hears_nothing_more():
    run = LiveRun("r", Recorder([]), lambda run, points: None)
    events, sent, got = asyncio.Queue(), [], []
    closed = asyncio.Event()

    async def application(scope, receive, send):
        while (event := await receive())["type"] != "websocket.disconnect":
            got.append(event)

    async def send(event):
        sent.append((event["type"], event["code"], event["reason"]))
        closed.set()

    serving = asyncio.create_task(limited(application, LIMITS)({"run": run}, events.get, send))
    run.dismiss(4011, "You left this room.")
    run.dismiss(4010, "The room is closed.")
    async with asyncio.timeout(PATIENCE):
        await closed.wait()
        events.put_nowait(HELLO)
        events.put_nowait({"type": "websocket.disconnect", "code": 4011})
        await serving
    assert sent == [("websocket.close", 4011, "You left this room.")]
    assert got == []
    assert [point.event for point in run.recorder.points] == ["websocket.close"]
