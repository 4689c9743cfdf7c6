"""Trace points, the recorder and the line trace, without any server."""

import asyncio
import json
import sys

from channels.consumer import AsyncConsumer

from live_demo.middleware.dispatch import dispatch_directly
from live_demo.trace.line_trace import recording, trace_lines
from live_demo.trace.point import Frame, TracePoint
from live_demo.trace.recorder import Recorder
from live_demo.trace.repr_cache import ReprCache, literal
from live_demo.trace.steps import Reach
from tests.live_demo.trace.recorders import recorder


def test_a_point_survives_json():
    point = TracePoint(
        number=3,
        at=1200,
        layer="asgi",
        event="websocket.send",
        attributes={"a": "1"},
        before={"a": None},
        frame=Frame("browser", "text", 'text "hi"', size=2),
        step=4,
        current=4,
        times={1: 1, 4: 2},
    )
    assert TracePoint.from_json(json.loads(json.dumps(point.as_json()))) == point


def test_each_point_carries_number_time_step_and_counts():
    recorded = recorder()
    for event in ("websocket.connect", "websocket.accept"):
        recorded.event({"type": event})
    first, second = recorded.points
    assert (first.number, first.at, first.step, first.times) == (1, 1000, 1, {1: 1})
    assert (second.number, second.at, second.step, second.times) == (2, 2000, 2, {1: 1, 2: 1})


def test_an_event_that_two_steps_wait_for_reaches_the_next_of_them():
    recorded = recorder()
    for _ in range(3):
        recorded.event({"type": "websocket.send", "text": "x"})
    assert [point.step for point in recorded.points] == [4, 5, 4]


def test_a_step_may_wait_for_one_kind_of_frame():
    recorded = Recorder(
        [
            Reach("websocket.receive"),
            Reach('websocket.receive text "bye"'),
            Reach("websocket.receive binary"),
            Reach("chat.message"),
        ]
    )
    for event in ({"text": "bye"}, {"text": "hi"}, {"bytes": b"x"}, {"text": "hi"}):
        recorded.event({"type": "websocket.receive", **event})
    recorded.event({"type": "chat.message"})
    assert [point.step for point in recorded.points] == [2, 1, 3, 1, 4]


def test_a_step_may_depend_on_whose_message_is_handled():
    recorded = Recorder(
        [
            Reach("chat.message", "own"),
            Reach("websocket.send", "own"),
            Reach("chat.message", "another"),
            Reach("websocket.send", "another"),
        ]
    )
    for sender in ("another", "another", "own", "another"):
        recorded.sender = sender
        recorded.event({"type": "chat.message"})
        recorded.event({"type": "websocket.send", "text": "hi"})
    assert [point.step for point in recorded.points] == [3, 4, 3, 4, 1, 2, 3, 4]


def test_a_message_that_arrives_while_another_is_handled_does_not_change_whose_it_is():
    recorded = Recorder([Reach("websocket.send", "own"), Reach("websocket.send", "another")])
    recorded.sender = "another"
    recorded.event({"type": "websocket.receive", "text": "ours"})
    recorded.event({"type": "websocket.send", "text": "theirs"})
    assert recorded.points[-1].step == 2


def test_what_changed_is_told_with_the_value_it_had():
    recorded = recorder()
    recorded.code("line", "f", 1, {"a": "1"}, {})
    recorded.code("line", "f", 2, {"a": "2"}, {})
    recorded.code("line", "f", 3, None, {})
    assert [point.before for point in recorded.points] == [{"a": None}, {"a": "1"}, {"a": "1"}]
    assert [point.changed for point in recorded.points] == [["a"], ["a"], []]
    assert recorded.points[2].attributes == {"a": "2"}


def test_a_line_repeated_after_a_cancellation_is_recorded_once():
    recorded = recorder()
    recorded.code("line", "f", 1, {"a": "1"}, {"x": "1"})
    recorded.code("line", "f", 1, {"a": "1"}, {"x": "1"})
    recorded.code("line", "f", 1, {"a": "1"}, {"x": "2"})
    assert len(recorded.points) == 2


class Worker:
    limit = 3

    def __init__(self, name):
        self.name = name
        self.seen = []

    async def work(self):
        for number in range(self.limit):
            await asyncio.sleep(0)
            self.seen.append((self.name, number))

    def outer(self):
        def inner():
            return 1

        return inner()


async def test_lines_of_interleaving_connections_go_to_their_own_recorders():
    trace_lines(Worker)

    async def connection(name):
        recorded = Recorder([])
        recording.set(recorded)
        worker = Worker(name)
        await worker.work()
        return recorded

    for number, recorded in enumerate(await asyncio.gather(*(connection(f"n{n}") for n in range(50)))):
        assert {point.attributes.get("name") for point in recorded.points} <= {f"'n{number}'", None}
        assert recorded.points[-1].event == "return"
        assert recorded.points[-1].attributes["limit"] == "3"
        assert len(recorded.points) == 3 + 4 + 3 * 2 + 1


def test_code_that_does_not_see_the_consumer_leaves_its_attributes_alone():
    trace_lines(Worker)
    recorded = Recorder([])
    token = recording.set(recorded)
    Worker("a").outer()
    recording.reset(token)
    inner = [point for point in recorded.points if point.function == "inner"]
    assert inner
    assert all(point.attributes["name"] == "'a'" for point in inner)


def test_a_fault_of_the_recorder_does_not_reach_the_traced_line():
    trace_lines(Worker)

    class Broken(Recorder):
        def code(self, *arguments, error="", **options):
            if not error:
                raise ZeroDivisionError
            super().code(*arguments, error=error, **options)

    recorded = Broken([])
    token = recording.set(recorded)
    Worker("a")
    recording.reset(token)
    assert recorded.points[0].error == "not recorded: ZeroDivisionError"


def test_nothing_is_recorded_outside_of_a_run():
    trace_lines(Worker)
    assert recording.get() is None
    Worker("a").outer()
    assert sys.monitoring.get_tool(3) == "handshake" or sys.monitoring.get_tool(4) == "handshake"


def test_a_value_that_changes_in_place_is_written_anew():
    texts, values = ReprCache(), ["a"]
    assert texts.of("values", values) == texts.of("values", values) == "['a']"
    values[0] = "b"
    assert texts.of("values", values) == "['b']"
    values.append("c")
    assert texts.of("values", values) == "['b', 'c']"
    values.extend(["d"] * 9)
    assert texts.of("values", values).endswith("'d', … 1 more]")
    values[1] = ["nested"]
    assert texts.of("values", values).startswith("['b', ['nested'],")
    values[1].append("x")
    assert texts.of("values", values).startswith("['b', ['nested', 'x'],")
    assert texts.of("values", 1) == "1"
    assert texts.of("values", True) == "True"


def test_a_list_that_grows_shows_its_first_items_and_how_many_follow():
    texts, values = ReprCache(), [", … 1 more]"] * 8
    for number in range(8, 120):
        assert texts.of("values", values) == literal(values)
        values.append(number)
    values[9] = "another"
    assert texts.of("values", values) == literal(values)
    del values[11:]
    assert texts.of("values", values) == literal(values)


async def test_what_another_module_puts_into_a_consumer_is_no_line_of_its_file():
    lab = dispatch_directly(
        type("Lab", (AsyncConsumer,), {"websocket_connect": _connects, "__module__": __name__})
    )
    trace_lines(lab)
    recorder = Recorder([])
    token = recording.set(recorder)
    try:
        await lab().dispatch({"type": "websocket.connect"})
    finally:
        recording.reset(token)
    assert {point.function for point in recorder.points} == {"_connects"}


async def _connects(self, message):
    return message
