"""An instructor records and verifies a lesson at the desk, and publishing says what the run contradicts."""

import subprocess
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import ANY

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from lessons.claims import claims_of
from lessons.models import Lesson, Step
from live_demo.lab import all_labs
from live_demo.record.desk import desk_runs, play
from live_demo.record.desk.fill import fill
from live_demo.record.desk.models import LOST_AFTER, DeskRun
from live_demo.record.desk.unchanged_texts import unchanged_texts
from live_demo.record.verify import verify
from tests.lessons.desk_page import said
from tests.lessons.uploads import text_of
from tests.support.processes import Piped
from tutorial.roles import make_roles

pytestmark = pytest.mark.django_db
START = "/admin/runs/start/"


@pytest.fixture
def desk(client, monkeypatch):
    """The desk, where a run is over when the answer to its button comes."""
    monkeypatch.setattr(desk_runs, "execute_in_thread", desk_runs.execute)
    client.force_login(User.objects.create_superuser("ada"))
    return client


@pytest.fixture
def forked(monkeypatch):
    """A run's process is forked, which takes half the time. `test_processes` compares both."""
    pipes = {"PIPE": subprocess.PIPE, "DEVNULL": subprocess.DEVNULL}
    monkeypatch.setattr(play, "subprocess", SimpleNamespace(Popen=Piped, **pipes))


def page_of(lesson):
    return f"/admin/runs/{lesson.pk}/"


def run(desk, lesson, do):
    return desk.post(page_of(lesson), {"do": do}, follow=True)


def test_a_lesson_is_recorded_and_its_run_proves_what_it_says(desk, lesson):
    lesson.recording.delete()
    publishing = f"/admin/lessons/lesson/{lesson.pk}/publishing/"
    assert "No run is recorded yet" in text_of(desk.get(publishing))
    told = text_of(run(desk, lesson, "record"))
    assert "28 claims of the lesson are proven by the run. It contradicts none." in told
    assert "What no run can prove (4)" in told
    assert DeskRun.objects.get().reached == 5
    assert len(Lesson.objects.get().recording.points) > 5
    assert "The recorded run contradicts nothing" in text_of(desk.get(publishing))
    history = text_of(desk.get(f"/admin/lessons/lesson/{lesson.pk}/history/"))
    assert "Its run was recorded on Daphne" in history
    changed = "changed since the run was recorded"
    assert changed not in text_of(desk.get(page_of(lesson)))
    Lesson.objects.update(script=[{"do": "send", "text": "other"}])
    for page in (page_of(lesson), publishing):
        assert changed in text_of(desk.get(page))


def test_what_the_run_contradicts_leads_to_its_fields_and_is_told_at_publishing(desk, lesson, forked):
    Step.objects.filter(lesson=lesson, number=4).update(reached_by="websocket.send text 'other'")
    before = lesson.recording.trace
    page = run(desk, lesson, "verify")
    assert f'href="/admin/lessons/lesson/{lesson.pk}/change/#id_steps-3-reached_by"' in page.text
    assert "step 4 is never reached" in text_of(page)
    assert Lesson.objects.get().recording.trace == before
    run(desk, lesson, "record")
    Lesson.objects.update(status="draft")
    shown = desk.get(f"/admin/lessons/lesson/{lesson.pk}/publishing/")
    assert "Publish although the run contradicts it" in shown.text
    assert "step 4 is never reached" in text_of(shown)
    form = desk.get(f"/admin/lessons/lesson/{lesson.pk}/change/").text
    assert 'href="#id_steps-3-reached_by"' in form
    for place in ("id_steps-3-reached_by", "id_tracker"):
        assert f'id="{place}"' in form
    action = {"action": "publish", "_selected_action": [lesson.pk]}
    assert "The recorded run contradicts" in said(desk.post("/admin/lessons/lesson/", action, follow=True))


def test_runs_take_turns_and_a_run_whose_server_is_gone_is_ended(desk, lesson):
    other = DeskRun.objects.create(lesson=lesson, purpose="record")
    assert "Runs take turns" in said(run(desk, lesson, "verify"))
    assert "A server is starting." in text_of(desk.get(page_of(lesson)))
    DeskRun.objects.update(started_at=timezone.now() - LOST_AFTER - timedelta(seconds=1))
    assert "The server was restarted meanwhile" in text_of(desk.get(page_of(lesson)))
    other.refresh_from_db()
    assert other.ended_at


def test_a_script_that_breaks_off_and_a_run_that_takes_too_long_change_nothing(
    desk, lesson, forked, monkeypatch
):
    before = lesson.recording.trace
    Lesson.objects.update(script=[{"do": "connect", "refused": 403}])
    with monkeypatch.context() as at_once:
        at_once.setattr(play, "LIMIT", timedelta(seconds=0))
        assert "took longer than 0 seconds and was ended" in text_of(run(desk, lesson, "record"))
    told = text_of(run(desk, lesson, "record"))
    assert "broke off at this row of the script: connect refused = 403" in told
    assert Lesson.objects.get().recording.trace == before


def test_a_lesson_without_rows_says_what_it_needs_first(desk, lesson):
    lesson.steps.all().delete()
    assert "Write the steps of the execution table first" in said(run(desk, lesson, "record"))
    assert not DeskRun.objects.exists()


def test_a_lesson_starts_from_a_lab_and_a_run_writes_its_rows(desk, lesson, forked):
    assert text_of(desk.get("/admin/")).count("Start a lesson from a lab") == 1
    wanted = {"track": lesson.track_id, "title": "Two messages", "lab": "chat", "messages": "one\ntwo\n"}
    assert "Choose one" in desk.post(START, wanted | {"lab": ""}).text
    page = desk.post(START, wanted, follow=True)
    told = text_of(page)
    assert "It contradicts none." in told
    assert "The run has written 7 steps of the execution table" in told
    made = Lesson.objects.with_sections().get(title="Two messages")
    assert "Started from a lab." in text_of(desk.get("/admin/"))
    assert (made.slug, made.is_draft, made.authors.get().username) == ("two-messages", True, "ada")
    fourth = made.steps.all()[3]
    assert (fourth.action, fourth.reached_by) == (
        "The consumer sends `echo: one`",
        'websocket.send text "echo: one"',
    )
    assert fourth.holds_when == "message_buffer = ['one', 'echo: one']"
    values = {row.name: [value.text for value in row.values.all()] for row in made.variables.all()}
    assert values["connection_state"][0] == "None"
    assert [len(row.steps.all()) for row in made.flow_steps.all()] == [2, 4, 1]
    assert [point.step for point in made.recording.points if point.step] == [1, 2, 3, 4, 5, 6, 7]
    said_of_run = [row.text for row in made.flow_steps.all()]
    assert said_of_run[1] == "The browser sends 2 messages. The consumer sends 2 messages."
    still = list(unchanged_texts(made, made.recording.points, all_labs()["chat"]))
    assert (("lesson", "flow", "steps", 1, "text"), ANY) in still
    assert len(still) == 3 + 7
    assert "Write the rows from a run" not in page.text
    assert "has rows already" in said(run(desk, made, "fill"))


def test_a_lab_that_needs_a_path_gets_that_of_its_first_lesson(desk, lesson, forked):
    script = [{"do": "connect", "path": "door/ada/"}, {"do": "send"}]
    first = {"track": lesson.track, "slug": "door", "number": 50, "lab": "door", "script": script}
    Lesson.objects.create(title="First", status=Lesson.Status.PUBLISHED, **first)
    wanted = {"track": lesson.track_id, "title": "A door", "lab": "door", "messages": "hello"}
    told = text_of(desk.post(START, wanted, follow=True))
    assert "It contradicts none." in told
    assert Lesson.objects.get(title="A door").script[0] == {"do": "connect", "path": "door/ada/"}
    Lesson.objects.filter(title="First").delete()
    told = text_of(desk.post(START, wanted, follow=True))
    assert "Change the script" in told


def test_a_script_that_only_sends_gets_the_awaits_of_the_run_that_writes_its_rows(desk, lesson, forked):
    wanted = {"track": lesson.track_id, "title": "Scores", "lab": "catchup", "messages": "1\n2\n3"}
    told = text_of(desk.post(START, wanted, follow=True))
    assert "It contradicts none." in told
    made = Lesson.objects.with_sections().get(title="Scores")
    assert made.script == [
        {"do": "send", "text": "1"},
        {"do": "await", "messages": 2},
        {"do": "send", "text": "2"},
        {"do": "send", "text": "3"},
    ]
    assert not made.recording.is_of_another_script(made)
    assert "It contradicts none." in text_of(run(desk, made, "record"))


def test_the_rows_that_a_run_writes_are_what_it_proves(lesson):
    points = [replace(point, step=None, current=None, times={}) for point in lesson.recording.points]
    draft = Lesson.objects.create(track=lesson.track, slug="x", number=99, title="X", lab=lesson.lab)
    told = fill(draft, points, None)
    made = Lesson.every.with_sections().get(pk=draft.pk)
    judged = verify(made, claims_of(made), told)
    assert (judged.findings, judged.proven) == ([], 20)
    assert fill(made, points, None) is points
    assert made.steps.count() == 5


def test_only_who_works_on_the_track_runs_its_lessons(client, lesson):
    make_roles()
    bob = User.objects.create_user("bob", is_staff=True)
    bob.groups.add(Group.objects.get(name="Instructors"))
    client.force_login(bob)
    assert client.post(page_of(lesson), {"do": "record"}).status_code == 404
    wanted = {"track": lesson.track_id, "title": "Mine", "lab": "chat"}
    assert "Select a valid choice" in client.post(START, wanted).text
    client.logout()
    assert client.post(page_of(lesson), {"do": "record"}).status_code == 302
    assert not DeskRun.objects.exists()
