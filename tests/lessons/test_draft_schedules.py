"""Drafts are published at their time; a draft of a lesson that is in the bin waits."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models.signals import pre_delete
from django.utils import timezone

from lessons.drafts.bin import put_back, put_in_bin
from lessons.drafts.draft import start_draft
from lessons.models import Lesson, Value
from tests.lessons.desk_page import said
from tests.lessons.draft_steps import act, after, begin, edit, page_of
from tests.lessons.uploads import text_of

pytestmark = pytest.mark.django_db


def test_a_draft_is_published_at_its_time(desk, lesson, capsys):
    draft = begin(desk, lesson)
    edit(desk, draft, title="In time")
    past = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    refused = after(desk, draft, "schedule", publish_at=past)
    assert "Choose a time in the future" in text_of(refused)
    assert f'action="{page_of(draft)}#publish"' in refused.text, "the page opens where the error is"
    coming = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert "is scheduled" in said(after(desk, draft, "schedule", publish_at=coming))
    call_command("publish_due")
    assert Lesson.objects.get().title != "In time"
    Lesson.every.filter(pk=draft.pk).update(publish_at=timezone.now())
    call_command("publish_due")
    assert capsys.readouterr().out == "In time is published\n"
    assert Lesson.objects.get().title == "In time"


def test_a_draft_deleted_or_put_off_while_another_is_published_is_left_as_it_is(desk, lesson, capsys):
    draft = begin(desk, lesson)
    edit(desk, draft, title="In time")
    now = timezone.now()
    others = [
        Lesson.every.create(track=lesson.track, number=number, slug=f"other-{number}", title=f"No. {number}")
        for number in (90, 91, 92)
    ]
    deleted, put_off, incomplete = [start_draft(other).pk for other in others]
    for minutes, pk in enumerate((incomplete, put_off, deleted, draft.pk), start=1):
        Lesson.every.filter(pk=pk).update(publish_at=now - timedelta(minutes=minutes))

    def change(instance, **_):
        if instance.pk == draft.pk:
            Lesson.every.get(pk=deleted).delete()
            Lesson.every.filter(pk=put_off).update(publish_at=now + timedelta(days=1))

    pre_delete.connect(change, sender=Lesson)
    try:
        call_command("publish_due")
    finally:
        pre_delete.disconnect(change, sender=Lesson)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "In time is published"
    assert lines[1].startswith("No. 92 stays as it is: ")
    assert len(lines) == 2
    assert Lesson.every.get(pk=put_off).publish_at == now + timedelta(days=1)
    assert Lesson.every.get(pk=put_off).schedule_note == ""


def test_what_is_scheduled_and_not_complete_stays_a_draft(desk, lesson, capsys):
    draft = begin(desk, lesson)
    Lesson.every.filter(pk=draft.pk).update(publish_at=timezone.now(), summary="")
    call_command("publish_due")
    assert "stays as it is: summary: empty" in capsys.readouterr().out
    assert Lesson.every.get(pk=draft.pk).publish_at is None
    for page in ("/admin/", page_of(draft)):
        assert "It was not published at" in text_of(desk.get(page))
    act(desk, draft, "seen")
    assert "It was not published at" not in text_of(desk.get("/admin/"))


def test_what_the_run_contradicts_is_told_when_a_schedule_has_published_it(desk, lesson, capsys):
    draft = begin(desk, lesson)
    Value.objects.filter(variable__lesson=draft.pk, moment__number=2).update(text="'Wrong'")
    Lesson.every.filter(pk=draft.pk).update(publish_at=timezone.now())
    call_command("publish_due")
    assert "is published, and its recorded run contradicts it: " in capsys.readouterr().out
    told = text_of(desk.get("/admin/"))
    assert "It was published by its schedule, and its recorded run contradicts it: " in told
    assert "'Wrong'" in told


def test_a_draft_whose_lesson_is_in_the_bin_says_so_and_waits(desk, lesson, capsys):
    draft = begin(desk, lesson)
    put_in_bin(lesson)
    assert "its lesson is in the bin" in text_of(desk.get("/admin/"))
    coming = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    form = desk.get(f"/admin/lessons/lesson/{draft.pk}/change/")
    for shown in (
        form,
        desk.get(page_of(draft)),
        after(desk, draft, "publish"),
        after(desk, draft, "schedule", publish_at=coming),
    ):
        assert "draft of a lesson that is in the bin" in text_of(shown)
        assert "Publish now" not in text_of(shown)
    assert Lesson.every.get(pk=draft.pk).publish_at is None
    Lesson.every.filter(pk=draft.pk).update(publish_at=timezone.now())
    call_command("publish_due")
    assert "stays as it is: its lesson is in the bin" in capsys.readouterr().out
    assert "was discarded" in said(after(desk, draft, "discard"))
    assert not Lesson.every.filter(pk=draft.pk).exists()


def test_the_draft_of_a_lesson_that_came_back_no_longer_says_that_the_lesson_is_public(desk, lesson):
    draft = begin(desk, lesson)
    put_in_bin(lesson)
    put_back(Lesson.every.get(pk=lesson.pk))
    assert "of a lesson that is not public now" in text_of(desk.get("/admin/"))
    for page in (page_of(draft), f"/admin/lessons/lesson/{draft.pk}/change/"):
        told = text_of(desk.get(page))
        assert "This is the draft of a lesson that is not public now" in told
        assert "Learners see the public one" not in told
    address = f'<a href="/admin/lessons/lesson/{draft.pk}/change/">another draft</a>'
    assert address in desk.get(f"/admin/lessons/lesson/{lesson.pk}/change/").text
    assert "is now public" in said(after(desk, draft, "publish"))
    assert not Lesson.objects.get(pk=lesson.pk).is_draft
