"""Trace points, the recorder and the line trace, without any server."""

import asyncio
import json
import sys
from collections import deque

import pytest
from channels.consumer import AsyncConsumer

from live_demo.middleware.dispatch import dispatch_directly
from live_demo.trace.line_trace import recording, trace_lines
from live_demo.trace.point import Frame, TracePoint, disorder
from live_demo.trace.recorder import Recorder
from live_demo.trace.repr_cache import ReprCache, literal
from live_demo.trace.steps import Reach
from tests.live_demo.recorders import recorder
from tests.servers import ROOT

LABS = ROOT / "live_demo" / "labs"


class Loud:
    def __repr__(self):
        raise AssertionError("foreign code ran")


class SubStr(str):
    __slots__ = ()

    def __repr__(self):
        raise AssertionError("foreign code ran")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        ("it's", '"it\'s"'),
        (["hi", 1, True], "['hi', 1, True]"),
        ((1, "a"), "(1, 'a')"),
        ({"a": [1]}, "{'a': [1]}"),
        (deque([1, 2]), "[1, 2]"),
        (b"\x00", "b'\\x00'"),
        (Loud(), "<Loud>"),
        ([Loud()], "[<Loud>]"),
        ({Loud(): Loud()}, "{<Loud>: <Loud>}"),
        (SubStr("x"), "<SubStr>"),
        (1 << 80, "<a large int>"),
        (list(range(12)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 2 more]"),
        ([[[[1]]]], "[[<list>]]"),
    ],
)
def test_a_value_is_written_as_python_writes_it_bounded_and_without_foreign_code(value, text):
    assert literal(value) == text


def test_a_long_value_is_cut():
    assert len(literal("x" * 10_000)) < 100
    assert len(literal(["x" * 10_000] * 100)) < 1_100
    assert len(literal({str(n): "y" * 500 for n in range(500)})) < 2_000


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


def test_frames_that_are_not_in_the_order_of_their_times_are_named():
    points = [
        TracePoint(1, 5, "asgi", "", frame=Frame("server", "upgrade", "")),
        TracePoint(2, 4, "code", "line"),
        TracePoint(3, 4, "asgi", "", frame=Frame("browser", "accept", "")),
    ]
    assert disorder(points) == "the frame of point 3 is earlier than that of point 1"
    assert disorder(points[:2]) == ""


def test_a_point_of_a_worker_that_was_on_its_way_is_not_earlier_than_what_stands_before_it():
    record = recorder()
    record.notice("server.cut", {}, Frame("browser", "lost", "TCP reset"))
    record.adopt(TracePoint(7, 0, "asgi", "websocket.send", frame=Frame("browser", "text", "")))
    assert disorder(record.points) == ""
    assert record.points[1].gap == 0


def test_time_counts_from_when_the_consumers_process_is_ready():
    record = recorder()
    record.notice("queue.waiting", {"place": "1"})
    record.begin()
    record.notice("server.cut", {}, Frame("browser", "lost", "TCP reset"))
    record.begin()  # a frame is recorded already
    record.notice("later", {})
    assert [point.at for point in record.points] == [0, 1_000, 2_000]


@pytest.mark.parametrize("lab", [path.parent.name for path in LABS.glob("*/what_ifs.json")])
def test_every_recorded_what_if_is_in_the_order_of_its_times(lab):
    for name, run in json.loads((LABS / lab / "what_ifs.json").read_text()).items():
        times = [frame["at"] for frame in run["frames"]]
        assert times == sorted(times), name
