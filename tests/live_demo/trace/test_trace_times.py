"""The times of trace points and of recorded frames go forward."""

import json

import pytest

from live_demo.trace.point import Frame, TracePoint, disorder
from live_demo.trace.recorder import Recorder
from tests.live_demo.trace.recorders import recorder
from tests.support.servers import ROOT

LABS = ROOT / "live_demo" / "labs"


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


def test_two_runs_of_a_process_begin_as_far_apart_as_the_monotonic_clock_says():
    first, second = (Recorder([], start=start) for start in (5_000, 3_000_005_000))
    assert second.began - first.began == 3_000_000
