"""The rows of a lesson's form, which patterns draw without a form for each."""

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons.admin.row_group import RowGroup
from lessons.models import FlowStep, Step
from quizzes.question_models import Choice, Hint, Question

pytestmark = pytest.mark.django_db
HOSTILE = "\n<b>'\"&amp; {{ 1 }}</textarea> \ue000:row\ue001 \ue000text\ue001\r\n\ud7ff"


@pytest.fixture
def desk(client, lesson):
    """A client at the desk, and a lesson of which each kind of row holds what is hard to show."""
    client.force_login(User.objects.create_superuser("root"))
    Step.objects.filter(number=2).update(action=HOSTILE, is_blank=False, reached_by="")
    FlowStep.objects.get(number=2).steps.clear()
    Question.every.filter(number=2).update(
        text=HOSTILE, kind="multiple", expects={HOSTILE: 1}, tags=[HOSTILE]
    )
    Choice.objects.filter(question__number=2, number=1).update(text="", percent=0, is_right=True)
    Choice.objects.filter(question__number=3).delete()
    Hint.objects.update(text=HOSTILE, points_to='"')
    return client


def elements(html):
    """All elements and texts of a page, without what is new with each request."""
    page = BeautifulSoup(html, "html.parser")
    for each in page.select("[nonce], [name=csrfmiddlewaretoken]"):
        each.attrs = {}
    for each in page.descendants:
        if not isinstance(each, NavigableString):
            yield each.name, {name: str(value) for name, value in each.attrs.items()}
        elif each.parent.name == "textarea" or each.strip():
            yield each if each.parent.name == "textarea" else " ".join(each.split())


@pytest.mark.parametrize("place", ["/admin/lessons/lesson/{}/change/", "/admin/lessons/lesson/add/"])
def test_rows_are_drawn_as_their_forms_draw_them(desk, lesson, place, monkeypatch):
    address = place.format(lesson.pk)
    drawn = [*elements(desk.get(address).content)]
    monkeypatch.setattr(RowGroup, "is_as_stored", False)
    assert drawn == [*elements(desk.get(address).content)]


def test_the_form_asks_as_often_for_many_rows_as_for_few(desk, lesson):
    desk.get(address := f"/admin/lessons/lesson/{lesson.pk}/change/")
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    question = Question.every.get(number=1)
    for number in range(5, 9):
        Choice.objects.create(question=question, number=number, text="more", feedback="more")
        copy = Question.objects.create(lesson=lesson, number=number, key=f"more-{number}", text="more")
        Hint.objects.create(question=copy, number=1, text="more")
    with CaptureQueriesContext(connection) as many:
        desk.get(address)
    assert len(many) == len(few)
