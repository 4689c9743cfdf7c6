"""Item analysis: the desk's pages, and the file."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.models import Learner, Lesson
from quizzes.analysis import views
from quizzes.analysis.chart import draw
from quizzes.analysis.models import QuestionSummary
from quizzes.analysis.summary import summarize
from quizzes.analysis.table import guarded
from quizzes.question_models import Choice, Question
from quizzes.reports.models import Report
from tests.quizzes.first_attempts import CREDITS, sit, summaries

DESK = "/admin/quizzes/analysis/"


def test_the_analysis_counts_by_itself_what_is_new(desk, lesson):
    empty = desk.get(f"{DESK}{lesson.pk}/").text
    assert empty.count("no answers yet") == 2 * 3
    assert "treat their figures with care" not in empty
    assert "no answers yet" in desk.get(DESK).text
    for marks in CREDITS:
        sit(lesson, marks, start=timezone.now())
    html = desk.get(f"{DESK}{lesson.pk}/").text
    assert "Some questions have fewer than 30 answers: treat their figures with care." in html
    assert "66.7%" in html
    assert "14.3%" in html
    assert html.count('class="chart"') == 3 + 1  # options, the scores
    assert "✓ right: " in html
    assert "52.8%" in desk.get(DESK).text
    assert 'href="/admin/quizzes/questionsummary/"' in desk.get("/admin/").text
    assert desk.get("/admin/quizzes/questionsummary/").url == DESK


def test_answers_that_were_too_many_the_last_time_are_left_to_the_night(desk, lesson, monkeypatch):
    sit(lesson, CREDITS[0])
    summarize(lesson)
    sit(lesson, CREDITS[1], start=timezone.now())
    monkeypatch.setattr(views, "MAX_COUNTED", 2)
    with CaptureQueriesContext(connection) as asked:
        for address in (DESK, f"{DESK}{lesson.pk}/"):
            desk.get(address)
    assert not [query["sql"] for query in asked if '"quizzes_response"' in query["sql"]]
    assert QuestionSummary.objects.first().n == 1
    monkeypatch.setattr(views, "MAX_COUNTED", 6)
    desk.get(DESK)
    assert QuestionSummary.objects.first().n == 2


def test_all_quizzes_are_summarized_at_once(desk, lesson):
    sit(lesson, CREDITS[0])
    assert "3 answers are counted." in desk.post(f"{DESK}summarize/", follow=True).text


def test_many_quizzes_are_shown_page_by_page(desk, lesson, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 1)
    other = Lesson.objects.create(track=lesson.track, slug="other", number=2, title="Other", lab="chat")
    Question.objects.create(lesson=other, number=1, key="one", text="?")
    first = desk.get(DESK).text
    assert "Page 1 of 2, 2 quizzes in all" in " ".join(first.split())
    assert f'href="{DESK}{other.pk}/"' not in first
    assert f'href="{DESK}{other.pk}/"' in desk.get(f"{DESK}?page=2").text


def test_what_is_not_defined_is_said(desk, lesson):
    sit(lesson, (1, 1, 1))
    summarize(lesson)
    html = desk.get(f"{DESK}{lesson.pk}/").text
    assert html.count("not defined") >= 6


def test_thirty_answers_are_not_few(desk, lesson):
    for _ in range(30):
        sit(lesson, (1, 0, None))
    summarize(lesson)
    assert [each.is_few for each in summaries(lesson)] == [False, False, True]


def test_the_pages_read_no_response_and_do_not_grow_with_questions(desk, lesson):
    summarize(lesson)
    with CaptureQueriesContext(connection) as before:
        desk.get(DESK)
        desk.get(f"{DESK}{lesson.pk}/")
    for number in range(4, 9):
        question = Question.objects.create(lesson=lesson, number=number, key=f"more-{number}", text="?")
        Choice.objects.create(question=question, number=1, text="x", is_right=True)
    sit(lesson, [1] * 8)
    summarize(lesson)
    with CaptureQueriesContext(connection) as after:
        desk.get(DESK)
        desk.get(f"{DESK}{lesson.pk}/")
    assert len(after) == len(before)
    assert not [query["sql"] for query in after if "quizzes_response" in query["sql"]]


def test_what_an_instructor_wrote_is_text(desk, lesson):
    Question.every.update(text="<script>alert(1)</script>")
    Choice.objects.update(text="<img src=x>")
    html = desk.get(f"{DESK}{lesson.pk}/").text
    assert "<script>alert" not in html
    assert "<img src=x" not in html


PATHS = ("", "{pk}/", "{pk}/analysis.csv")


@pytest.mark.parametrize("path", PATHS)
def test_the_analysis_is_for_staff_who_may_view_questions(client, lesson, path):
    path = DESK + path.format(pk=lesson.pk)
    assert client.get(path).url.startswith("/admin/login/")
    client.force_login(User.objects.create_user("learner"))
    assert client.get(path).url.startswith("/admin/login/")
    staff = User.objects.create_user("staff", is_staff=True)
    client.force_login(staff)
    assert client.get(path).status_code == 403
    assert client.post(f"{DESK}{lesson.pk}/summarize/").status_code == 403
    assert client.post(f"{DESK}summarize/").status_code == 403
    assert not QuestionSummary.objects.exists()
    staff.user_permissions.add(Permission.objects.get(codename="view_question"))
    if path != DESK:
        assert client.get(path).status_code == 404  # not one of the own tracks
    lesson.track.instructors.add(staff)
    assert client.get(path).status_code == 200


def test_reports_are_for_the_instructors_of_the_track(client, lesson):
    question = lesson.questions.first()
    Report.objects.create(
        learner=Learner.objects.create(), question=question, reason="typo", text="a tpyo here"
    )
    staff = User.objects.create_user("staff", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_report"))
    client.force_login(staff)
    assert "a tpyo here" not in client.get("/admin/quizzes/report/").text
    lesson.track.instructors.add(staff)
    assert "a tpyo here" in client.get("/admin/quizzes/report/").text


def test_summarizing_takes_a_post(desk, lesson):
    assert desk.get(f"{DESK}summarize/").status_code == 405
    assert desk.get(f"{DESK}{lesson.pk}/summarize/").status_code == 405
    assert desk.get(f"{DESK}999/").status_code == 404


def test_the_file_has_a_line_a_question_with_numbers_as_numbers(desk, lesson):
    for marks in CREDITS:
        sit(lesson, marks)
    Question.every.filter(number=1).update(text='=HYPERLINK("http://elsewhere.example")')
    summarize(lesson)
    QuestionSummary.objects.filter(question__number=1).update(discrimination=-12.5)
    response = desk.get(f"{DESK}{lesson.pk}/analysis.csv")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{lesson.slug}-analysis.csv"'
    first, second, _ = csv.DictReader(io.StringIO(response.text))
    assert first["text"].startswith("'=HYPERLINK")
    assert float(first["discrimination_index_percent"]) == -12.5
    assert (first["n"], first["few_answers"]) == ("6", "yes")
    assert float(second[f"taken_{second['right']}_percent"]) == 50
    assert float(second["facility_percent"]) == 50
    assert second["hinted_percent"] == "0.0"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_a_text_that_a_spreadsheet_would_run_is_guarded(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-1, -0.5, None, "a=b", ""])
def test_other_cells_stay_as_they_are(cell):
    assert guarded(cell) == cell


def test_the_chart_draws_shares_and_a_discrimination_below_zero():
    chart = draw([("a", 0.5, True), ("b", 0.25, False)], 0.5, -100)
    right, wrong, easy, telling = chart.bars
    assert right.width == 2 * wrong.width == easy.width == telling.width
    assert (right.text, wrong.text) == ("a ✓ right", "b")
    assert telling.x == chart.left
    assert chart.words == "a ✓ right: 50%; b: 25%; Facility: 50%; Discrimination: -100%."
    assert draw([], None, None).words == "Facility: none; Discrimination: none."
