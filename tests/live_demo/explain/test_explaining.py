"""'Why?' compares a run of own code with the lesson's code, and says only what both traces prove."""

import asyncio
import json

import pytest

from live_demo.challenges.verifying import verifying_workers
from live_demo.explain import views
from live_demo.explain.at_point import at_point, same_lines
from live_demo.explain.compare import first_difference, same_as
from live_demo.explain.fault import fault_in_run
from live_demo.explain.inputs import inputs_of
from live_demo.explain.reference import played
from live_demo.lab import all_labs, read_lab
from live_demo.runs.models import Run
from live_demo.trace.point import Frame, TracePoint
from live_demo.trace.stored import storable
from live_demo.view.values import now_values
from live_demo.what_ifs.recorded import recorded_frames

BASE = all_labs()["chat"].source
INPUTS = [
    Frame("server", "upgrade", "GET /ws/lab/… Upgrade: websocket"),
    Frame("server", "text", 'text "hello"', size=5),
    Frame("server", "close", "close 1000", code=1000),
]
ROWS = inputs_of([TracePoint(1, 0, "asgi", "", frame=frame) for frame in INPUTS]).rows


@pytest.fixture
async def run():
    workers = verifying_workers()

    async def run(source):
        return await played(source, ROWS, workers)

    yield run
    workers.fork_server.close()


async def test_the_first_difference_is_named_with_both_sides(run):
    base = await run(BASE)
    assert first_difference(base, await run(BASE)) is None
    other_text = first_difference(await run(BASE.replace("echo: ", "mine: ")), base)
    assert other_text.what == "Frame 2 to the browser"
    assert (other_text.own.words, other_text.reference.words) == ('text "mine: hello"', 'text "echo: hello"')
    raising = await run(BASE.replace("await self.accept()", "1 / 0"))
    handshake = first_difference(raising, base)
    assert handshake.what == "The answer to the handshake"
    assert "ZeroDivisionError" in handshake.own.words
    values = first_difference(
        await run(BASE.replace('self.connection_state = "Open"', 'self.connection_state = "Up"')), base
    )
    assert values.what == "self.connection_state after frame 2 of the browser"
    assert (values.own.words, values.reference.words) == ("'Up'", "'Open'")


async def test_a_point_is_compared_with_its_place_in_the_other_run(run):
    base = await run(BASE)
    source = BASE.replace("echo: ", "mine: ").replace('= "Open"', '= "Up"')
    own = await run(source)
    lines = same_lines(source, BASE)

    def here(number):
        return at_point(own, base, number, lines)

    replies = [point.number for point in own if point.frame and point.frame.to == "browser"]
    assert here(replies[0]).sentence == "Both runs send the same here."
    frame = here(replies[1])
    assert (frame.sentence, frame.own.words, frame.reference.words) == (
        "The two runs differ here.",
        'text "mine: hello"',
        'text "echo: hello"',
    )

    def line_with(text):
        [number] = [at for at, line in enumerate(source.splitlines(), start=1) if text in line]
        return next(point.number for point in own if point.line == number and point.event == "line")

    assert "does not have this line" in here(line_with('= "Up"')).sentence
    after = here(line_with("self.message_buffer.append(text_data)"))
    assert after.sentence == "At this line self.connection_state differs."
    assert (after.own.words, after.reference.words) == ("'Up'", "'Open'")
    assert "has the same values there" in here(line_with("await self.accept()")).sentence
    assert here(own[0].number) is None or own[0].frame is None
    shorter = at_point(own, base[:1], line_with("await self.accept()"), lines)
    assert "does not run it" in shorter.sentence
    assert at_point(own, base[:1], replies[1], lines).reference.words == "nothing"


async def test_the_error_that_ended_a_run_is_named_with_its_line(run):
    source = BASE.replace("await self.accept()", "1 / 0")
    fault = fault_in_run(await run(source), source)
    assert (fault.name, fault.message) == ("ZeroDivisionError", "ZeroDivisionError: division by zero")
    assert (source.splitlines()[fault.line - 1].strip(), fault.text) == ("1 / 0", "1 / 0")
    assert fault_in_run(await run(BASE), BASE) is None


def test_a_file_that_cannot_be_run_names_its_error_and_its_line():
    why = {"why": "SyntaxError: invalid syntax", "line": "2"}
    points = [TracePoint(1, 0, "server", "file.not_loaded", locals=why)]
    fault = fault_in_run(points, "x = 1\n  def f(:\n")
    assert (fault.name, fault.line, fault.text) == ("SyntaxError", 2, "def f(:")
    shown = now_values(points[0], all_labs()["chat"])
    assert (shown["line"], json.loads(shown["values"])["raised"]) == ("2", "SyntaxError")


async def test_a_what_if_in_which_the_same_crosses_the_wire_is_a_likely_cause(run):
    recorded = recorded_frames("chat")
    points = await run(read_lab("chat", "server_closes").source)
    assert same_as(points, recorded) == "server_closes"
    assert same_as(await run(BASE.replace("echo: ", "mine: ")), recorded) == ""


def test_a_message_that_is_not_kept_whole_ends_the_comparison():
    long = Frame("server", "text", 'text "' + "x" * 59 + '…"', size=100)
    points = [
        TracePoint(number, 0, "asgi", "", frame=frame) for number, frame in enumerate([INPUTS[0], long])
    ]
    inputs = inputs_of(points)
    assert [row.do for row in inputs.rows] == ["connect"]
    assert "does not keep this message whole" in inputs.left_out


@pytest.fixture
def traces():
    async def both():
        workers = verifying_workers()
        try:
            return [
                await played(source, ROWS, workers)
                for source in (BASE, read_lab("chat", "server_closes").source)
            ]
        finally:
            workers.fork_server.close()

    return asyncio.run(both())


def test_the_page_shows_both_sides_and_the_likely_cause(client, lesson, traces, monkeypatch):
    client.get("/learn/django-channels/websocket-support/build/")
    base, own = traces
    monkeypatch.setattr(views, "_reference", lambda request, source, rows: base)
    client.post("/live/django-channels/websocket-support/build/save/", {"source": "x = 1"})
    learner = lesson.code_versions.get().learner
    trace = [storable(point.as_json()) for point in own]
    made = Run.objects.create(learner=learner, lesson=lesson, source="x = 1", trace=trace)
    address = f"/live/runs/{made.pk}/why/"
    page = client.post(address, {"point": "1"}).content.decode()
    assert "At point 1" in page or "Point 1 is neither" in page
    shown = client.get(f"/live/runs/{made.pk}/?point=2").content.decode()
    assert f'action="{address}"' in shown
    assert 'name="point" value="2"' in shown
    assert "Your code" in page
    assert "A likely cause" in page
    assert client.__class__().post(address).status_code == 404
