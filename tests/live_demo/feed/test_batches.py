"""The times at which the points of a run leave for its watchers. Only the tests move the clock."""

import asyncio

import pytest

from live_demo.trace.live_run import SPACING_SECONDS, TURN_SECONDS, LiveRun
from live_demo.trace.recorder import Recorder

RECEIVE = {"type": "websocket.receive", "text": "hi"}
SEND = {"type": "websocket.send", "text": "hi"}


class StillClock(asyncio.SelectorEventLoop):
    now = 1000.0

    def time(self):
        return self.now


class Turns:
    """A run whose consumer does what a test says, and the numbers of the points in each of its batches."""

    def __init__(self):
        self.batches = []
        self.run = LiveRun("1", Recorder([]), self._publish)

    def _publish(self, run, points):
        self.batches.append([point.number for point in points])

    def record(self, *events):
        for event in events:
            self.run.recorder.event(event)

    async def wait(self, seconds):
        asyncio.get_running_loop().now += seconds
        for _ in range(3):
            await asyncio.sleep(0)


@pytest.fixture
def act():
    """Runs a coroutine that gets `Turns`, and returns the batches."""

    def run(acts):
        async def whole():
            turns = Turns()
            await acts(turns)
            return turns.batches

        with asyncio.Runner(loop_factory=StillClock) as runner:
            return runner.run(whole())

    return run


def test_a_turn_leaves_when_the_consumer_asks_for_its_next_event(act):
    async def acts(turns):
        turns.record(RECEIVE, SEND)
        turns.run.end_turn()

    assert act(acts) == [[1, 2]]


def test_the_points_of_a_long_turn_leave_before_its_end(act):
    async def acts(turns):
        turns.record(RECEIVE)
        await turns.wait(TURN_SECONDS / 2)
        turns.record(SEND)
        await turns.wait(TURN_SECONDS)

    assert act(acts) == [[1, 2]]


def test_turns_that_follow_each_other_share_a_batch(act):
    async def acts(turns):
        for _ in range(4):
            turns.record(RECEIVE, SEND)
            turns.run.end_turn()
            await turns.wait(SPACING_SECONDS / 4)
        await turns.wait(SPACING_SECONDS)

    assert act(acts) == [[1, 2], [3, 4, 5, 6, 7, 8]]


def test_a_turn_is_not_cut_in_two_by_the_timer_of_one_that_has_left(act):
    async def acts(turns):
        turns.record(RECEIVE, SEND)
        turns.run.end_turn()
        await turns.wait(TURN_SECONDS * 0.9)
        turns.record(RECEIVE)
        await turns.wait(TURN_SECONDS * 0.2)
        turns.record(SEND)
        await turns.wait(SPACING_SECONDS)

    assert act(acts) == [[1, 2], [3, 4]]
