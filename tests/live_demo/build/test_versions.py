"""Versions of the learner's code: what is kept, how each is told, and who sees it."""

import re
from datetime import timedelta

from django.utils import timezone

from lessons.models import Learner
from live_demo.build.drafts import FirstChange, first_change
from live_demo.build.learner_data import code_of, merge_code
from live_demo.build.models import CodeVersion
from live_demo.runs.models import Run
from live_demo.trace.point import Frame, TracePoint
from tests.live_demo.build.own_code import ACTS, BASE, CODE, PAGE


def test_reset_brings_the_lesson_s_code_back_and_keeps_the_earlier_versions(builder):
    builder.post(f"{ACTS}save/", {"source": CODE})
    page = builder.post(f"{ACTS}reset/", follow=True).content.decode()
    assert "class ChatConsumer" in page
    assert [each.source for each in CodeVersion.objects.all()] == [BASE, CODE]
    first = CodeVersion.objects.last()
    assert "class Mine" in builder.get(f"{PAGE}?version={first.pk}").content.decode()


def test_what_leads_to_another_text_keeps_the_one_in_the_editor(builder):
    builder.post(f"{ACTS}save/", {"source": CODE})
    [first] = CodeVersion.objects.all()
    shown = builder.post(f"{ACTS}save/?version={first.pk}", {"source": "x = 1\n"}, follow=True)
    assert "Run or Save makes it your newest one." in shown.content.decode()
    taken = builder.post(f"{ACTS}save/?take_home", {"source": "x = 2\n"})
    assert taken["Location"].endswith("/websocket-support/take-home/")
    builder.post(f"{ACTS}reset/", {"source": "x = 3\n"})
    kept = [each.source for each in CodeVersion.objects.all()]
    assert kept == [BASE, "x = 3\n", "x = 2\n", "x = 1\n", CODE]
    assert "Earlier versions: 4" in builder.get(f"{ACTS}versions/").content.decode()


def test_nobody_sees_the_version_of_another(builder):
    builder.post(f"{ACTS}save/", {"source": CODE})
    other = builder.__class__()
    other.get(PAGE)
    assert "class Mine" not in other.get(f"{PAGE}?version={CodeVersion.objects.get().pk}").content.decode()


def test_the_same_code_is_one_version_and_of_many_the_oldest_go(builder, settings):
    settings.OWN_CODE = {**settings.OWN_CODE, "MAX_VERSIONS": 3}
    for number in (0, 1, 1, 2, 3, 4):
        builder.post(f"{ACTS}save/", {"source": f"x = {number}"})
    assert [each.source for each in CodeVersion.objects.all()] == ["x = 4\n", "x = 3\n", "x = 2\n"]


def test_code_belongs_to_the_data_of_a_learner_and_goes_into_the_account(lesson):
    guest, own = Learner.objects.create(), Learner.objects.create()
    CodeVersion.objects.keep(guest, lesson, CODE)
    merge_code(guest, own)
    guest.delete()
    [found] = code_of(own)
    assert (found["lesson"], found["source"]) == ("django-channels/websocket-support", CODE)
    own.delete()
    assert not CodeVersion.objects.exists()


def test_an_earlier_version_is_told_by_its_time_and_by_its_first_changed_line(builder):
    broken = BASE.replace("await self.accept()", "1 / 0")
    for source in (broken, BASE, broken):
        builder.post(f"{ACTS}save/", {"source": source})
    oldest = CodeVersion.objects.last()
    page = re.sub("<[^>]+>", "", builder.get(f"{ACTS}versions/").content.decode())
    line = BASE.splitlines().index("        await self.accept()") + 1
    assert f"line {line} changed, 1 / 0" in page
    assert ": the lesson's code" in page
    assert f"{oldest.saved_at:%H:%M:%S} UTC" in page
    assert first_change("a\nb\nc", "a\nc") == FirstChange(2, "b", is_removed=True)
    assert first_change("a\n", "a\n") is None


def test_an_earlier_version_is_told_by_how_its_last_run_ended(builder, lesson):
    broken = BASE.replace("await self.accept()", "1 / 0")
    for source in (broken, BASE):
        builder.post(f"{ACTS}save/", {"source": source})
    learner = CodeVersion.objects.first().learner
    accept = TracePoint(1, 0, "asgi", "websocket.accept", frame=Frame("browser", "accept", "101"))
    fails = TracePoint(1, 0, "server", "file.not_loaded", locals={"why": "odd", "line": "3"})
    for minutes, point in ((2, accept), (1, fails)):
        run = Run.objects.create(
            learner=learner, lesson=lesson, source=broken, ended_at=timezone.now(), trace=[point.as_json()]
        )
        Run.objects.filter(pk=run.pk).update(started_at=timezone.now() - timedelta(minutes=minutes))
    page = re.sub("<[^>]+>", "", builder.get(f"{ACTS}versions/").content.decode())
    assert "Its last run: Your file could not be run at line 3: odd." in page
    assert page.count("Its last run") == 1
    Run.objects.all().delete()
    assert "Its last run" not in builder.get(f"{ACTS}versions/").content.decode()
