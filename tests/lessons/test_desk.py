"""A lesson's page at the desk: what its form keeps, and what it says."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons.folder.load import load
from lessons.models import Learner, Lesson, Step
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Choice, Question
from tests.lessons.desk_page import DeskPage, choices, said
from tests.support.server_fixtures import SHIPPED

pytestmark = pytest.mark.django_db


def test_the_form_names_its_address_so_that_saving_drops_the_fragment(page):
    form = re.search(r'<form [^>]*id="lesson_form"', page.client.get(page.address).text)
    assert f'action="{page.address}"' in form[0]


def test_a_choice_of_a_question_is_changed(page):
    before = choices()
    page["questions-0-choices-0-text"] = "Another text"
    assert "was changed successfully" in said(page.save())
    assert choices() == [("Another text", before[0][1]), *before[1:]]
    assert "choice a" in LogEntry.objects.get().get_change_message()


def test_saving_what_was_not_touched_changes_nothing(page, lesson):
    before = Lesson.objects.values().get() | {"changed_at": None}
    page.store()
    assert LogEntry.objects.get().get_change_message() == "No fields changed."
    assert Lesson.objects.values().get() | {"changed_at": None} == before
    load(SHIPPED)


@pytest.mark.parametrize("status", ["published", "draft"])
@pytest.mark.parametrize(("minutes", "is_kept"), [(0, False), (1, True), (600, True), (601, False)])
def test_more_or_fewer_minutes_than_a_lesson_may_take_are_refused_at_their_field(
    page, lesson, status, minutes, is_kept
):
    before = lesson.minutes
    page |= {"minutes": str(minutes), "status": status, "withdrawn": "yes"}
    assert ("Write a number from 1 to 600." in said(page.save())) is not is_kept
    assert Lesson.every.get().minutes == (minutes if is_kept else before)


@pytest.mark.parametrize("gone", [0, 1, 3])
def test_a_choice_that_is_deleted_leaves_no_gap(page, gone):
    before = choices()
    right = next(number for number, (_, is_right) in enumerate(before) if is_right)
    page[f"questions-0-choices-{gone}-DELETE"] = "on"
    response = page.save()
    if gone == right:
        assert "No right answers" in said(response)
    else:
        assert choices() == [row for number, row in enumerate(before) if number != gone]
        numbers = Choice.objects.filter(question__number=1).values_list("number", flat=True)
        assert list(numbers) == [1, 2, 3]


def test_a_lesson_of_many_questions_is_saved(page):
    page |= {f"filler-{number}": "" for number in range(1500)}
    assert "was changed successfully" in said(page.save())


def test_saving_asks_as_often_for_many_rows_that_stay_as_for_few(page, lesson):
    counts = []
    for number in (5, 6, 7):
        question = Question.every.get(number=1)
        Choice.objects.create(question=question, number=number, text=f"Choice {number}", feedback="No.")
        said_of_step = {"action": "a", "evaluation": "b", "result": "c", "reached_by": "d"}
        Step.objects.create(lesson=lesson, number=lesson.steps.count() + 1, **said_of_step)
        form = DeskPage(page.client, lesson)
        with CaptureQueriesContext(connection) as queries:
            form.store()
        counts.append(len(queries))
    assert counts[1] == counts[2], counts  # the first asks for content types, which are then kept


def test_new_questions_keep_their_order_where_one_has_no_choices(page, lesson):
    questions = len(lesson.questions.all())
    page["questions-TOTAL_FORMS"] = questions + 2
    for index, key in enumerate(("one-more", "and-another"), start=questions):
        own = {"key": key, "text": "Which?", "kind": "single", "credits": "100", "reveal": "closed"}
        own |= {f"{rows}-{count}_FORMS": 0 for rows in ("choices", "hints") for count in ("TOTAL", "INITIAL")}
        page |= {f"questions-{index}-{name}": value for name, value in own.items()}
    page |= {f"questions-{questions}-choices-TOTAL_FORMS": 1, f"questions-{questions}-choices-0-text": "This"}
    page |= {"status": "draft", "withdrawn": "yes"}
    page.store()
    keys = [question.key for question in Question.every.filter(lesson=lesson).order_by("number")]
    assert keys[-2:] == ["one-more", "and-another"]


def answered(lesson):
    attempt = Attempt.objects.create(learner=Learner.objects.create(), lesson=lesson)
    question = lesson.questions.get(number=2)
    return Response.objects.create(attempt=attempt, question=question, answer="a", tries=1)


def test_an_answered_question_that_is_deleted_is_retired_with_its_answers(page, lesson):
    answered(lesson)
    page["questions-1-DELETE"] = "on"
    assert "was changed successfully" in said(page.save())
    assert Response.objects.get().question.is_retired
    assert list(lesson.questions.values_list("number", flat=True)) == [1, 2]


def test_the_key_of_a_retired_question_is_not_given_to_another(page, lesson):
    key = answered(lesson).question.key
    page["questions-1-DELETE"] = "on"
    page.store()
    again = DeskPage(page.client, lesson)
    again["questions-0-key"] = key
    assert "A retired question has this key." in said(again.save())


def test_a_lesson_without_a_number_is_the_next_of_its_track_and_no_two_have_the_same(page, lesson):
    other = Lesson.objects.create(track=lesson.track, slug="other", title="Other", number=7, lab="chat")
    page["number"] = "7"
    assert "7 is the number of “Other”." in said(page.save())
    page["number"] = ""
    page.store()
    assert Lesson.objects.get(pk=lesson.pk).number == other.number + 1


def test_labs_are_chosen_by_what_they_are_about_and_their_code_can_be_looked_at(page, lesson):
    html = page.client.get(page.address).content.decode()
    assert f'<option value="chat" selected>chat: {lesson.title}</option>' in html
    assert 'href="/admin/lessons/lesson/labs/"' in html
    labs = page.client.get("/admin/lessons/lesson/labs/").content.decode()
    assert "ChatConsumer" in labs
    assert "chat/consumer.py" in labs


def test_the_form_leads_to_each_of_its_parts(page):
    form = page.client.get(page.address).text
    jumps = re.search(r'<nav class="jumps".*?</nav>', form, re.DOTALL)[0]
    parts = re.findall(r'href="#([^"]+)"', jumps)
    assert {"steps-group", "questions-group"} < set(parts)
    for part in parts:
        assert f'id="{part}"' in form
    assert form.count(">Lessons</a>") == form.count('href="/admin/lessons/lesson/"')


def test_what_is_written_into_a_new_row_of_the_tracker_without_a_name_is_kept_and_asked_about(page, lesson):
    before = list(lesson.variables.values_list("name", flat=True))
    row, column = len(before), lesson.moments.count()
    page |= {f"tracker-v{row}-m0-value": "'typed'", f"tracker-m{column}-after": "2"}
    answer = page.save()
    assert f"Variable {row + 1} has values and no name: name it, or clear its values." in said(answer)
    assert f"Moment {column + 1} is not empty and has no title" in said(answer)
    again = DeskPage(page.client, lesson, answer)
    assert (again[f"tracker-v{row}-m0-value"], again[f"tracker-m{column}-after"]) == ("'typed'", "2")
    again |= {f"tracker-v{row}-m0-value": "", f"tracker-m{column}-after": "", "tracker-v0-name": ""}
    again.store()  # clearing the name of a stored variable takes it away
    assert list(lesson.variables.values_list("name", flat=True)) == before[1:]
