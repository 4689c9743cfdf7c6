"""The right to take a lesson back to an earlier version."""

import pytest
import reversion
from reversion.models import Version

from lessons.models import Lesson, Step, Track
from tests.lessons.roles.desk import LESSONS, lesson

pytestmark = pytest.mark.django_db


def revert_page(row):
    version = Version.objects.get_for_object(row).last()
    return f"{LESSONS}{row.pk}/history/{version.pk}/"


def test_anothers_lesson_cannot_be_reverted(instructor):
    assert instructor.get(revert_page(lesson("mine"))).status_code == 200
    assert instructor.get(revert_page(lesson("theirs"))).status_code == 403
    assert instructor.post(revert_page(lesson("theirs")), {}).status_code == 403


def test_a_lesson_that_went_to_another_track_cannot_be_taken_back(instructor):
    row = lesson("mine")
    Lesson.objects.filter(pk=row.pk).update(track=Track.objects.get(slug="theirs"))
    assert instructor.get(revert_page(row)).status_code == 403
    assert instructor.post(revert_page(row), {}).status_code == 403


def test_a_revision_that_holds_anothers_lesson_cannot_be_reverted(instructor):
    with reversion.create_revision():
        lesson("mine").save()
        lesson("theirs").save()
    version = Version.objects.get_for_object(lesson("mine")).first()
    assert instructor.get(f"{LESSONS}{lesson('mine').pk}/history/{version.pk}/").status_code == 403


def test_a_version_of_something_else_opens_no_door(instructor):
    mine = lesson("mine")
    step = Version.objects.get_for_model(Step).exclude(object_id=str(mine.pk)).first()
    assert instructor.get(f"{LESSONS}{mine.pk}/history/{step.pk}/").status_code == 404


def test_deleted_lessons_come_back_from_the_bin_only(editor):
    version = Version.objects.get_for_object(lesson("theirs")).first()
    lesson("theirs").delete()
    assert "Recover deleted" not in editor.get(LESSONS).text
    assert f'href="{LESSONS}bin/"' in editor.get(LESSONS).text
    for path in ("recover/", f"recover/{version.pk}/"):
        assert editor.get(f"{LESSONS}{path}").status_code == 302


def test_publishing_two_lessons_makes_a_revision_for_each(editor):
    editor.post(
        LESSONS, {"action": "publish", "_selected_action": [r.pk for r in Lesson.objects.all()], "index": 0}
    )
    for row in Lesson.objects.all():
        newest = Version.objects.get_for_object(row).first()
        assert newest.revision.comment == "Set to published."
        assert Version.objects.get_for_model(Lesson).filter(revision=newest.revision).count() == 1
