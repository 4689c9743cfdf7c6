"""The browser's code of each lab: short, with every handler, and its running line follows from the wire."""

import pytest

from lessons.models import Lesson
from live_demo.lab import all_labs, lab_folder
from live_demo.trace.point import Frame, TracePoint
from live_demo.view.browser_code import browser_code, client_source, places_in, runs_last
from live_demo.view.panes import panes

OURS = [lab for lab in all_labs() if (lab_folder(lab) / "take_home").is_dir()]


def crossed(*frames):
    return [
        TracePoint(number, 0, "asgi", "x", frame=Frame(to, kind, "label"))
        for number, (to, kind) in enumerate(frames, start=1)
    ]


OPENED = [("server", "upgrade"), ("browser", "accept")]


@pytest.mark.parametrize("lab", OURS)
def test_each_lab_shows_what_to_do_in_each_handler(lab):
    assert (lab_folder(lab) / "client.js").is_file()
    source = client_source(lab)
    places = places_in(source)
    assert set(places) == {"new", "open", "message", "close", "send", "stop"}
    assert len(set(places.values())) == 6
    assert len(source.splitlines()) < 40
    assert max(map(len, source.splitlines())) <= 80


@pytest.mark.parametrize(
    ("frames", "runs"),
    [
        ([], ""),
        ([("server", "upgrade")], "new"),
        ([("server", "upgrade"), ("browser", "refuse")], "close"),
        (OPENED, "open"),
        ([*OPENED, ("server", "text")], "send"),
        ([*OPENED, ("browser", "binary")], "message"),
        ([*OPENED, ("server", "close")], "stop"),
        ([*OPENED, ("browser", "close")], "close"),
        ([*OPENED, ("browser", "close"), ("server", "close")], "close"),
        ([*OPENED, ("server", "lost")], "close"),
        ([*OPENED, ("browser", "close"), *OPENED], "open"),
    ],
)
def test_what_runs_in_the_browser_follows_from_what_crosses_the_wire(frames, runs):
    assert runs_last(crossed(*frames)) == runs


def test_one_line_is_marked_and_said_in_words():
    code = browser_code("chat", crossed(*OPENED, ("browser", "text")))
    (now,) = [line for line in code.lines if line.is_now]
    assert "page" in now.html
    assert code.words == now.words == "onmessage runs: a message has come."


def test_a_lab_without_a_client_of_its_own_is_run_with_the_plain_one():
    assert client_source("refusing") == client_source("chat")


@pytest.mark.django_db
def test_the_file_is_kept_under_its_version_only(client):
    code = browser_code("frames")
    answer = client.get(f"/live/clients/frames.js?v={code.version}")
    assert answer.content.decode() == client_source("frames")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert client.get("/live/clients/frames.js")["Cache-Control"] == "public, no-cache"
    assert client.get("/live/clients/none.js").status_code == 404


@pytest.mark.django_db
def test_the_recorded_run_ends_in_the_close_of_its_browser():
    lesson = Lesson.objects.with_sections().get()
    shown = panes(lesson, lesson.recording.points)
    assert shown.browser.words == "The page closes the socket."
