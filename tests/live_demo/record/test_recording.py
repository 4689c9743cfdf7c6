"""Runs that are recorded by a script, on a real Daphne, in a process of their own."""

import json

import pytest

from live_demo.record.server import Recorded
from live_demo.record.shortest import record_shortest
from live_demo.trace.point import TracePoint
from tests.support.processes import run
from tests.support.server_fixtures import SHIPPED
from tests.support.servers import environment

MEETING = """
[[script]]
do = "connect"
path = "rooms/python/"

[[script]]
do = "connect"
client = 2
path = "rooms/python/"
subprotocols = ["chat"]
headers = { Cookie = "a=b" }

[[script]]
do = "connect"
client = 3
path = "door/"
refused = 403

[[script]]
do = "connect"
client = 4
path = "nowhere/"
refused = 500

[[script]]
do = "send"
text = "hello"

[[script]]
do = "await"

[[script]]
do = "send"
client = 2
text = "hi"

[[script]]
do = "await"
client = 2
messages = 2

[[script]]
do = "await"

[[script]]
do = "cut"
client = 2

[[script]]
do = "send"
text = "leave"

[[script]]
do = "await"
close = 4001
"""


def folder_with(tmp_path, lab, script, events, name="01-scripted"):
    """A track of one lesson whose steps wait for these events."""
    text = (SHIPPED / "django-channels" / "01-websocket-support" / "lesson.toml").read_text()
    head, _, rest = text.partition("[[execution.steps]]")
    steps = [
        f'[[execution.steps]]\naction = "a"\nevaluation = "b"\nresult = "c{number}"\nreached_by = "{event}"\n'
        for number, event in enumerate(events, start=1)
    ]
    tracker = rest[rest.index("[tracker]") : rest.index("[[key_moments]]")]
    moments = rest[rest.index("[[key_moments]]") :]
    folder = tmp_path / "lessons" / "scripts" / name
    folder.mkdir(parents=True)
    (folder.parent / "track.toml").write_text('title = "Scripts"\nsummary = "Runs."\n')
    for name in ("snapshot.md", "transcript.md", "quiz.toml"):
        (folder / name).write_text((SHIPPED / "django-channels" / "01-websocket-support" / name).read_text())
    head = head.replace('lab = "chat"', f'lab = "{lab}"')
    (folder / "lesson.toml").write_text("\n".join([head, *steps, tracker, moments, script]))
    return folder


def record(tmp_path, folder):
    return run(["manage.py", "record_runs", folder.parent.parent], env=environment(tmp_path))


def test_several_clients_a_router_and_a_group_are_recorded(tmp_path):
    events = ["connect", "accept", "receive", "chat.message", "send"]
    events += ["chat.message", "send", "receive", "close", "disconnect"]
    events = [event if "." in event else f"websocket.{event}" for event in events]
    folder = folder_with(tmp_path, "meeting", MEETING, events)
    done = record(tmp_path, folder)
    assert done.returncode == 0, done.stderr
    points = json.loads((folder / "trace.json").read_text())["points"]
    reached = [point for point in points if "step" in point]
    assert [(point["step"], point["event"]) for point in reached] == list(enumerate(events, start=1))
    assert {point["layer"] for point in reached} == {"asgi"}
    assert points[0]["event"] == "websocket.connect"
    assert points[0]["frame"]["label"] == "GET /ws/lab/…/rooms/python/ Upgrade: websocket"
    held = {"room": "'python'", "heard": "['hello', 'hi']", "in_groups": "['python']"}
    assert points[-1]["attributes"] == held
    assert "chat_message" in {point.get("function") for point in points}


def test_of_several_runs_the_shortest_that_came_to_its_end_is_kept_else_the_first(monkeypatch):
    runs = {
        "a": [(9_000, ""), (4_000, ""), (50, "it broke off")],
        "b": [(7_000, ""), (8_000, ""), (9_000, "")],
        "c": [(9_000, "it broke off late"), (50, "it broke off early"), (7_000, "it broke off")],
        "d": [(50, "it broke off"), (9_000, ""), (8_000, "")],
    }

    def record(scripts):
        made = {}
        for again, name in scripts.items():
            at, fault = runs[name].pop(0)
            made[again] = Recorded([TracePoint(1, at, "asgi", "")], fault=fault)
        return made

    monkeypatch.setattr("live_demo.record.shortest.record", record)
    kept = record_shortest({name: name for name in runs}, 3)
    lengths = {name: run.points[-1].at for name, run in kept.items()}
    assert lengths == {"a": 4_000, "b": 7_000, "c": 9_000, "d": 8_000}
    assert {name: run.fault for name, run in kept.items() if run.fault} == {"c": "it broke off late"}


FAULTS = {
    "accepted": ('[[script]]\ndo = "connect"\nrefused = 403\npath = "rooms/a/"', "was accepted"),
    "refused": ('[[script]]\ndo = "connect"\npath = "door/"', "it could not connect (server rejected"),
    "code": (
        '[[script]]\ndo = "connect"\npath = "rooms/a/"\n[[script]]\ndo = "send"\ntext = "leave"\n'
        '[[script]]\ndo = "await"\nclose = 4002',
        "await close = 4002: the server should have closed with 4002, but the code was 4001",
    ),
    "silence": (
        '[[script]]\ndo = "connect"\npath = "rooms/a/"\n[[script]]\ndo = "send"\ntext = "leave"\n'
        '[[script]]\ndo = "await"',
        "await: it was closed before a message came",
    ),
}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """What is said of a track whose lessons all do something else than their scripts."""
    tmp_path = tmp_path_factory.mktemp("faults")
    for number, (name, (script, _)) in enumerate(FAULTS.items(), start=1):
        folder = folder_with(tmp_path, "meeting", script, ["websocket.connect"] * 5, f"{number:02}-{name}")
    done = record(tmp_path, folder)
    assert list(tmp_path.rglob("trace.json")) == []
    return done


@pytest.mark.parametrize("name", FAULTS)
def test_a_run_that_goes_another_way_than_its_script_is_told(recorded, name):
    assert recorded.returncode == 1
    (line,) = [line for line in recorded.stderr.splitlines() if f"-{name}: " in line]
    assert FAULTS[name][1] in line
    assert "Nothing was written" in recorded.stderr
