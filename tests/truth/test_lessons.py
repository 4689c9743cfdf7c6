"""What the shipped lessons say is what their recorded runs, and fresh ones, did."""

import json
import re
import shutil
from dataclasses import replace

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.contrib.auth import get_user_model
from django.db.models.signals import post_save

from lessons.claims import claims_of
from lessons.models import Lesson, Step
from live_demo.lab import all_labs
from live_demo.predict.cells import cells_of
from live_demo.predict.grading import grade
from live_demo.record.verify import verify
from live_demo.trace.point import TracePoint
from tests.support.database_fixtures import take_every_lesson
from tests.support.server_fixtures import EVERY_LESSON
from tests.support.servers import environment, manage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _every_lesson(every_lesson_beside, rows_of_module):
    take_every_lesson()


def check(lesson, points):
    assert verify(lesson, claims_of(lesson), points).faults == []


def test_each_lesson_agrees_with_its_recorded_run():
    for lesson in Lesson.objects.all():
        check(lesson, lesson.recording.points)


def test_who_predicts_what_a_lesson_says_is_right_in_every_cell():
    for lesson in Lesson.objects.with_sections():
        said = {
            f"value-{row.number}-{number}": value.text
            for row in lesson.variables.all()
            for number, value in enumerate(row.values.all(), start=1)
        }
        cells = [replace(cell, answer=cell.own or said[cell.key]) for cell in cells_of(lesson)]
        graded = grade(cells, lesson.recording.points, all_labs()[lesson.lab], over=True)
        assert [cell.cell.key for cell in graded if cell.verdict != "right"] == [], lesson


def test_recording_again_gives_the_same_run(tmp_path):
    folders = shutil.copytree(EVERY_LESSON, tmp_path / "fixtures")
    manage(environment(tmp_path), "record_runs", folders)
    for lesson in Lesson.objects.all():
        (file,) = folders.glob(f"django-channels/*-{lesson.slug}/trace.json")
        points = [TracePoint.from_json(point) for point in json.loads(file.read_text())["points"]]
        check(lesson, points)
        assert [story(point) for point in points] == [story(point) for point in lesson.recording.points]


def story(point: TracePoint):
    """The point without its time."""
    return {**point.as_json(), "at": None}


def test_a_step_is_reached_by_an_event_that_asgi_knows():
    assert {event.split(":")[0].split(".")[0] for event in Step.Event.values} == {"websocket"}


def test_the_signal_of_the_lesson_on_groups_sends_after_the_commit(django_capture_on_commit_callbacks):
    answer = Lesson.objects.get(slug="groups").key_moments.get(points_to="flow 4").answer
    (code,) = re.findall(r"```python\n(.+?)```", answer, re.S)
    lesson = {"Order": get_user_model()}
    exec(code, lesson)
    layer = get_channel_layer()
    channel = async_to_sync(layer.new_channel)()
    async_to_sync(layer.group_add)("customer-7", channel)
    order = lesson["Order"](username="ada")
    order.customer_id = 7
    try:
        with django_capture_on_commit_callbacks() as after_the_commit:
            order.save()
        assert not layer.channels.get(channel)
        after_the_commit[-1]()
    finally:
        post_save.disconnect(lesson["announce"], sender=lesson["Order"])
        async_to_sync(layer.group_discard)("customer-7", channel)
    assert async_to_sync(layer.receive)(channel) == {"type": "order.saved", "pk": order.pk}
