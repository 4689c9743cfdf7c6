"""A lesson's page at the desk: what its form keeps, refuses and tells."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from lessons.folder.load import load
from lessons.models import Lesson
from quizzes.models import Choice, Question
from tests.conftest import SHIPPED
from tests.lessons.desk_page import DeskPage, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    load(SHIPPED)
    return Lesson.objects.get()


@pytest.fixture
def page(client, lesson):
    client.force_login(User.objects.create_superuser("root"))
    return DeskPage(client, lesson)


def choices():
    return list(Choice.objects.filter(question__number=1).values_list("text", "is_right"))


def test_a_choice_of_a_question_is_changed(page):
    before = choices()
    page["questions-0-choices-0-text"] = "Another text"
    assert "was changed successfully" in said(page.save())
    assert choices() == [("Another text", before[0][1]), *before[1:]]
    assert "choice a" in LogEntry.objects.get().get_change_message()


def test_saving_what_was_not_touched_changes_nothing(page, lesson):
    before = Lesson.objects.values().get() | {"changed_at": None}
    page.save()
    assert LogEntry.objects.get().get_change_message() == "No fields changed."
    assert Lesson.objects.values().get() | {"changed_at": None} == before
    load(SHIPPED)


@pytest.mark.parametrize("gone", [0, 1, 3])
def test_a_choice_that_is_deleted_leaves_no_gap(page, gone):
    before = choices()
    right = next(number for number, (_, is_right) in enumerate(before) if is_right)
    page[f"questions-0-choices-{gone}-DELETE"] = "on"
    response = page.save()
    if gone == right:
        assert "this question has none" in said(response)
    else:
        assert choices() == [row for number, row in enumerate(before) if number != gone]
        numbers = Choice.objects.filter(question__number=1).values_list("number", flat=True)
        assert list(numbers) == [1, 2, 3]


def test_what_is_missing_is_told_at_once_and_in_words(page, lesson):
    Question.objects.filter(number=1).update(proof="")
    Choice.objects.filter(question__number=2, number=3).update(feedback="")
    told = said(publish(page.client, lesson))
    assert "question 1, proof: '' is no pointer" in told
    assert "question 2, choice c, feedback: empty" in told


def publish(client, lesson):
    data = {"action": "publish", "_selected_action": [lesson.pk], "index": 0}
    return client.post("/admin/lessons/lesson/", data, follow=True)


def ask_for_a_cell(lesson, **expects):
    lesson.questions.filter(number=1).update(kind="cell", expects=expects)
    Choice.objects.filter(question__number=1).delete()


def test_a_cell_that_the_run_has_not_is_not_published(page, lesson):
    ask_for_a_cell(lesson, variable="nix", after=99)
    assert "question 1, expects: the recorded run has no 'nix' after step 99" in said(
        publish(page.client, lesson)
    )


def test_a_cell_is_not_published_before_there_is_a_run_to_read_it_from(page, lesson):
    ask_for_a_cell(lesson, variable="connection_state", after=2)
    assert "is now published" in said(publish(page.client, lesson))
    lesson.recording.delete()
    told = said(publish(page.client, lesson))
    assert "question 1, expects: its answer is read from the recorded run, and the lesson has none" in told


def test_a_public_lesson_saved_with_such_a_cell_becomes_a_draft(page, lesson):
    ask_for_a_cell(lesson, variable="nix", after=99)
    assert "was saved as a draft" in said(DeskPage(page.client, lesson).save())
    assert Lesson.objects.get().is_draft
