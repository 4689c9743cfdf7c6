"""How a record is stored: without what repeats, within its size, with its end."""

import json

import pytest

from live_demo.expect.expecting import Expecting
from live_demo.trace.point import Frame, TracePoint, points_in
from live_demo.trace.recorder import Recorder
from live_demo.trace.steps import Reach
from live_demo.trace.stored import CUT, MAX_POINTS, MAX_RECORD_BYTES, RecordBudget, storable, stored
from live_demo.view.ending import ending


def run_of(messages, text="hi"):
    """The record of a run with a consumer whose state grows with each message."""
    recorder, heard = Recorder([Reach("websocket.connect")]), []
    recorder.event({"type": "websocket.connect"}, path="/")
    recorder.event({"type": "websocket.accept"})
    for _ in range(messages):
        recorder.event({"type": "websocket.receive", "text": text})
        heard.append(text[:80])
        for line in range(1, 7):
            recorder.code("line", "receive", line, {"heard": repr(heard[:10])}, {"text_data": repr(text)})
        recorder.event({"type": "websocket.send", "text": text})
    recorder.event({"type": "websocket.disconnect", "code": 1000})
    return recorder.points


@pytest.mark.parametrize("messages", [1, 30])
def test_a_stored_record_is_read_as_it_was_recorded(messages):
    points = run_of(messages)
    assert points_in(json.loads(json.dumps(stored(points)))) == points


def test_a_state_that_becomes_empty_is_stored_as_empty():
    recorder = Recorder([])
    recorder.code("line", "receive", 1, {"room": "'lobby'"}, {})
    recorder.code("line", "receive", 2, {}, {})
    recorder.code("line", "receive", 3, {}, {})
    assert [point.attributes for point in points_in(stored(recorder.points))] == [{"room": "'lobby'"}, {}, {}]


def test_a_run_of_short_messages_is_kept_whole():
    points = run_of(100)
    assert len(points) == 3 + 100 * 8
    assert len(json.dumps(stored(points))) < MAX_RECORD_BYTES


@pytest.mark.parametrize("text", ["hi", 'ä"\\'])
def test_the_bytes_of_a_record_are_counted_as_it_is_stored(text):
    points, budget = run_of(20, text), RecordBudget()
    assert all(map(budget.take, points, [None, *points]))
    assert budget.bytes == len(json.dumps(stored(points)))


def test_the_bytes_of_every_kind_of_point_are_counted_as_it_is_stored():
    recorder = Recorder([Reach("websocket.connect GET"), Reach("websocket.receive")], Expecting())
    recorder.notice("queue.waiting", {"place": "2"})
    recorder.event({"type": "websocket.connect"}, path='/ä"/')
    recorder.event({"type": "websocket.accept"})
    recorder.expect("text", "hällo")
    for text in ("hi", "\0ä\ud800"):
        recorder.event({"type": "websocket.receive", "text": text})
        recorder.memberships.join("lobby")
        recorder.code("line", "receive", 12, {"a": repr(text), "b": "1"}, {"text_data": repr(text)})
        recorder.code("line", "receive", 13, {"b": "1"}, {})
        recorder.code("line", "<lambda>", 14, None, {}, error="not recorded: KeyError")
        recorder.event({"type": 'own."type"'})
        recorder.event({"type": "websocket.send", "bytes": b"\0" * 3})
    recorder.adopt(TracePoint(0, 0, "code", "return", attributes={"a": "3"}, before={"a": "'of another'"}))
    recorder.event({"type": "websocket.send", "text": 5}, error="TypeError: no text")
    recorder.event({"type": "websocket.close", "code": 4001, "reason": "ä"})
    recorder.event({"type": "websocket.disconnect", "code": None})
    recorder.exception(ValueError("\n"), "receive", 13)
    recorder.server_responded(Frame("browser", "close", "close 1011", code=1011, by="server"))
    points, budget = recorder.points, RecordBudget()
    for number, point in enumerate(points):
        before = budget.bytes
        assert budget.take(point, points[number - 1] if number else None)
        written = len(json.dumps(stored(points[: number + 1]))) - len(json.dumps(stored(points[:number])))
        assert budget.bytes - before == written + (0 if number else len(", ")), point


def test_a_record_that_is_full_is_cut_says_so_and_keeps_its_end():
    points = run_of(100, text="ä" * 1300)
    assert len(json.dumps(stored(points))) <= MAX_RECORD_BYTES
    assert [point.event for point in points[-2:]] == [CUT, "websocket.disconnect"]
    assert [point.number for point in points] == list(range(1, len(points) + 1))
    assert "at least" in ending(points)
    assert "A record holds 256 KB" in ending(points)


def test_a_record_of_many_small_points_is_cut_as_well():
    recorder = Recorder([])
    for line in range(1, MAX_POINTS + 10):
        recorder.code("return", "", line, None, {})
    recorder.event({"type": "websocket.disconnect", "code": 1000})
    events = [point.event for point in recorder.points]
    assert events.count(CUT) == 1
    assert events[-1] == "websocket.disconnect"
    assert len(json.dumps(stored(recorder.points))) <= MAX_RECORD_BYTES


def test_a_point_beyond_every_size_is_left_out():
    recorder = Recorder([])
    recorder.code("line", "receive", 1, {"a": "x" * MAX_RECORD_BYTES}, {})
    recorder.event({"type": "websocket.disconnect", "code": 1000})
    assert len(json.dumps(stored(recorder.points))) <= MAX_RECORD_BYTES


def test_characters_that_postgresql_does_not_store_are_replaced_wherever_they_are():
    value = {"a\0": ["b\0c", {"d": "\ud800e\ude00", "n": 1}], "fine": "\U0001f600"}
    assert storable(value) == {"a␀": ["b␀c", {"d": "�e�", "n": 1}], "fine": "\U0001f600"}
    untouched = {"a": [1, None, "\u2400"]}
    assert storable(untouched) is untouched
