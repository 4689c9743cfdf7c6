"""The lessons that an instructor and an editor see, change, publish and download."""

import io
import re
import zipfile

import pytest
from django.contrib.auth.models import User

from lessons.models import Lesson, Track
from quizzes.question_models import Question
from tests.lessons.roles.desk import LESSONS, act, lesson, refused

pytestmark = pytest.mark.django_db


def test_the_list_holds_ones_own_lessons_and_tracks(instructor):
    page = instructor.get(LESSONS)
    assert [row.track.slug for row in page.context["cl"].result_list] == ["mine"]
    assert "theirs" not in page.content.decode()
    page = instructor.get("/admin/lessons/track/")
    assert [row.slug for row in page.context["cl"].result_list] == ["mine"]


def test_an_editor_has_every_lesson_and_track(editor):
    assert len(editor.get(LESSONS).context["cl"].result_list) == 2
    assert len(editor.get("/admin/lessons/track/").context["cl"].result_list) == 2
    assert editor.get(f"{LESSONS}{lesson('theirs').pk}/change/").status_code == 200
    assert editor.get("/admin/lessons/track/add/").status_code == 200


@pytest.mark.parametrize("door", ["change/", "history/", "delete/"])
def test_the_pages_of_anothers_lesson_are_shut(instructor, door):
    assert instructor.get(f"{LESSONS}{lesson('mine').pk}/{door}").status_code == 200
    assert refused(instructor.get(f"{LESSONS}{lesson('theirs').pk}/{door}"))


def test_posting_to_anothers_lesson_changes_nothing(instructor):
    mine, theirs = lesson("mine"), lesson("theirs")
    before = list(Lesson.objects.values())
    data = {"title": "Taken", "track": mine.track_id, "_save": "Save"}
    assert refused(instructor.post(f"{LESSONS}{theirs.pk}/change/", data))
    assert refused(instructor.post(f"{LESSONS}{theirs.pk}/delete/", {"post": "yes"}))
    assert list(Lesson.objects.values()) == before


def test_a_lesson_cannot_be_put_into_anothers_track(instructor):
    page = instructor.get(f"{LESSONS}{lesson('mine').pk}/change/")
    form = page.context["adminform"].form
    assert [track.slug for track in form.fields["track"].queryset] == ["mine"]
    theirs = Track.objects.get(slug="theirs").pk
    answer = instructor.post(f"{LESSONS}add/", {"track": theirs, "title": "x", "slug": "x"})
    assert "Select a valid choice" in answer.content.decode()


def test_the_actions_reach_ones_own_lessons_only(instructor):
    act(instructor, "publish", lesson("theirs"))
    assert lesson("theirs").is_draft
    act(instructor, "publish", lesson("mine"))
    assert not lesson("mine").is_draft
    act(instructor, "delete_selected", lesson("theirs"), post="yes")
    assert Lesson.objects.count() == 2
    act(instructor, "delete_selected", lesson("mine"), post="yes")
    assert [row.slug for row in Lesson.objects.all()] == ["theirs-support"]


def test_a_download_holds_ones_own_lessons_only(instructor):
    mine, theirs = lesson("mine").pk, lesson("theirs").pk
    answer = instructor.post(LESSONS, {"action": "download", "_selected_action": [mine, theirs], "index": 0})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"mine"}


def test_a_draft_is_seen_by_those_who_work_on_it(instructor):
    assert instructor.get(lesson("mine").get_absolute_url()).status_code == 200
    assert instructor.get(lesson("theirs").get_absolute_url()).status_code == 404
    assert "theirs-support" not in instructor.get("/").content.decode()
    Lesson.objects.update(status=Lesson.Status.PUBLISHED)
    assert instructor.get(lesson("theirs").get_absolute_url()).status_code == 200


def test_an_editor_sees_every_draft_and_a_learner_none(editor):
    assert editor.get(lesson("theirs").get_absolute_url()).status_code == 200
    editor.force_login(User.objects.create_user("learner"))
    assert editor.get(lesson("theirs").get_absolute_url()).status_code == 404


def test_a_lesson_written_at_the_desk_has_its_writer_as_author(instructor):
    page = instructor.get(LESSONS)
    assert re.search(r'class="field-written_by[^"]*">-<', page.content.decode())
    lesson("mine").authors.add(User.objects.get(username="ada"))
    assert re.search(r'class="field-written_by[^"]*">ada<', instructor.get(LESSONS).content.decode())


def test_the_list_needs_no_more_queries_for_more_lessons(instructor, django_assert_max_num_queries):
    track = Track.objects.get(slug="mine")
    for number in range(20):
        Lesson.objects.create(
            track=track, slug=f"l{number}", title="t", summary="s", lab="chat", snapshot="x"
        )
    with django_assert_max_num_queries(20):
        assert instructor.get(LESSONS).status_code == 200


def test_the_questions_of_ones_own_lesson_are_ones_own(instructor):
    page = instructor.get(f"{LESSONS}{lesson('mine').pk}/change/")
    assert 'name="questions-0-text"' in page.content.decode()
    assert Question.every.count() == 6
