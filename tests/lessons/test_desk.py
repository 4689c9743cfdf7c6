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
