"""What is deleted at the desk goes into a bin for 30 days, with its answers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.utils import timezone

from lessons.drafts.bin import RETENTION
from lessons.models import Lesson
from quizzes.analysis.models import QuestionSummary
from quizzes.analysis.summary import summarize
from quizzes.attempt_models import Response
from tests.lessons.desk_page import said
from tests.lessons.uploads import text_of
from tutorial.roles import make_roles

pytestmark = pytest.mark.django_db
LESSONS = "/admin/lessons/lesson/"


@pytest.fixture
def lesson(db):
    return Lesson.objects.get()


@pytest.fixture
def instructor(client, lesson):
    make_roles()
    ada = User.objects.create_user("ada", is_staff=True)
    ada.groups.add(Group.objects.get(name="Instructors"))
    lesson.track.instructors.add(ada)
    client.force_login(ada)
    return client


def answered(client, lesson):
    first = lesson.questions.first()
    address = f"{lesson.get_absolute_url()}quiz/{first.key}/"
    client.post(address, {f"q{first.number}-choice": "a"}, headers={"HX-Request": "true"})
    assert Response.objects.count() == 1


def delete(client, lesson):
    asked = client.get(f"{LESSONS}{lesson.pk}/delete/")
    assert "It goes into the bin for 30 days" in text_of(asked)
    assert "It is public: learners no longer find it." in text_of(asked)
    assert "FlowStep_steps" not in asked.text
    deleted = client.post(f"{LESSONS}{lesson.pk}/delete/", {"post": "yes"}, follow=True)
    assert "Bring it back from the bin" in said(deleted)
    return deleted


def test_a_deleted_lesson_is_gone_for_all_and_comes_back_with_its_answers(instructor, lesson):
    answered(instructor, lesson)
    summarize(lesson)
    assert QuestionSummary.objects.exists()
    address, title = lesson.get_absolute_url(), lesson.title
    delete(instructor, lesson)
    assert instructor.get(address).status_code == 404
    assert title not in instructor.get("/").text + instructor.get(LESSONS).text.split("result_list")[-1]
    assert f'href="{LESSONS}bin/"' in instructor.get("/admin/").text
    assert title in text_of(instructor.get(f"{LESSONS}bin/"))
    back = instructor.post(f"{LESSONS}bin/", {"lesson": lesson.pk}, follow=True)
    assert "is back as a draft" in said(back)
    held = Lesson.objects.get()
    assert (held.pk, held.slug, held.is_draft) == (lesson.pk, lesson.slug, True)
    assert Response.objects.count() == 1
    assert instructor.get(address).status_code == 200


def test_its_address_is_free_meanwhile(instructor, lesson):
    slug = lesson.slug
    delete(instructor, lesson)
    Lesson.objects.create(track=lesson.track, slug=slug, title="Another", lab="chat")
    instructor.post(f"{LESSONS}bin/", {"lesson": lesson.pk})
    assert {row.slug for row in Lesson.objects.all()} == {slug, f"{slug}-{lesson.pk}"}


def test_several_are_deleted_at_once(instructor, lesson):
    data = {"action": "delete_selected", "_selected_action": [lesson.pk], "index": 0}
    assert "It goes into the bin" in text_of(instructor.post(LESSONS, data))
    instructor.post(LESSONS, {**data, "post": "yes"})
    assert not Lesson.objects.exists()
    assert Lesson.every.get().binned_at


def test_the_bin_is_emptied_after_its_time(instructor, lesson):
    answered(instructor, lesson)
    delete(instructor, lesson)
    call_command("clean_up", verbosity=0)
    assert Lesson.every.exists()
    Lesson.every.update(binned_at=timezone.now() - RETENTION - timedelta(minutes=1))
    call_command("clean_up", verbosity=0)
    assert not Lesson.every.exists()


def test_the_bin_shows_the_own_tracks_only(instructor, lesson):
    delete(instructor, lesson)
    lesson.track.instructors.clear()
    assert lesson.title not in text_of(instructor.get(f"{LESSONS}bin/"))
    assert instructor.post(f"{LESSONS}bin/", {"lesson": lesson.pk}).status_code == 404
    instructor.force_login(User.objects.create_user("eve", is_staff=True))
    assert instructor.get(f"{LESSONS}bin/").status_code == 403
