"""Item analysis: the statistics by hand, the summary of first attempts, the desk's pages, the file."""

import csv
import io
from datetime import timedelta
from math import sqrt

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.models import Learner
from quizzes.analysis.chart import draw
from quizzes.analysis.models import QuestionSummary
from quizzes.analysis.page import analyses_of
from quizzes.analysis.statistics import discrimination_index, discriminative_efficiency, facility
from quizzes.analysis.summary import summarize
from quizzes.analysis.table import guarded
from quizzes.answer_key import answer_keys
from quizzes.grading import grade_sheet
from quizzes.quiz_models import Attempt, Choice, Question, Response
from quizzes.reports.models import Report

NOW = timezone.now()
DESK = "/admin/quizzes/analysis/"

# A worked example. Six learners A to F, three items, marks:
#
#           A    B    C    D    E    F    sum   facility
#   item 1  1    1    1    0    1    0    4     4/6
#   item 2  1    1    0    1    0    0    3     3/6
#   item 3  1    0    1    0.5  0    0    2.5   2.5/6
#
# Item 1 against the others (item 2 + item 3): 2, 1, 1, 1.5, 0, 0, with the sum 5.5.
#   sum of products           2 + 1 + 1 + 0 + 0 + 0 = 4
#   sum of the covariance     4 - 4 * 5.5 / 6 = 1/3
#   of the item's variance    4 - 4 * 4 / 6 = 4/3
#   of the others' variance   4 + 1 + 1 + 2.25 - 5.5 * 5.5 / 6 = 77/24
#   both sorted: 0 0 1 1 1 1 and 0 0 1 1 1.5 2, products 5.5; 5.5 - 4 * 5.5 / 6 = 11/6
#   index 100 * (1/3) / sqrt(4/3 * 77/24), efficiency 100 * (1/3) / (11/6) = 200/11
# Item 2 against 2, 1, 2, 0.5, 1, 0, with the sum 6.5: products 3.5.
#   3.5 - 3 * 6.5 / 6 = 1/4;  3 - 3 * 3 / 6 = 3/2;  10.25 - 6.5 * 6.5 / 6 = 77/24
#   sorted: 0 0 0 1 1 1 and 0 0.5 1 1 2 2, products 5; 5 - 3.25 = 7/4; efficiency 100/7
# Item 3 against 2, 2, 1, 1, 1, 0, with the sum 7: products 3.5.
#   3.5 - 2.5 * 7 / 6 = 7/12;  2.25 - 2.5 * 2.5 / 6 = 29/24;  11 - 7 * 7 / 6 = 17/6
#   sorted: 0 0 0 0.5 1 1 and 0 1 1 1 2 2, products 4.5; 4.5 - 17.5 / 6 = 19/12; efficiency 700/19
CREDITS = [(1, 1, 1), (1, 1, 0), (1, 0, 1), (0, 1, 0.5), (1, 0, 0), (0, 0, 0)]
WORKED = [
    (4 / 6, 100 * (1 / 3) / sqrt(4 / 3 * 77 / 24), 200 / 11),
    (3 / 6, 100 * (1 / 4) / sqrt(3 / 2 * 77 / 24), 100 / 7),
    (2.5 / 6, 100 * (7 / 12) / sqrt(29 / 24 * 17 / 6), 700 / 19),
]


@pytest.mark.parametrize("item", [0, 1, 2])
def test_the_statistics_are_those_of_the_worked_example(item):
    marks = [row[item] for row in CREDITS]
    others = [sum(row) - row[item] for row in CREDITS]
    found = facility(marks), discrimination_index(marks, others), discriminative_efficiency(marks, others)
    assert found == pytest.approx(WORKED[item])


def test_the_indexes_span_from_agreement_to_its_opposite():
    assert discrimination_index([0, 1, 2], [1, 2, 3]) == pytest.approx(100)
    assert discrimination_index([2, 1, 0], [1, 2, 3]) == pytest.approx(-100)
    assert discriminative_efficiency([0, 0, 1], [1, 2, 9]) == pytest.approx(100)
    assert discrimination_index([1, 0, 1, 0], [1, 1, 2, 2]) == 0


@pytest.mark.parametrize(
    ("marks", "others"),
    [([], []), ([1], [2]), ([0.7] * 9, range(9)), (range(9), [0.1 + 0.2] * 9), ([1, 1], [2, 2])],
)
def test_without_two_learners_who_differ_no_index_is_defined(marks, others):
    assert discrimination_index(marks, others) is None
    assert discriminative_efficiency(marks, others) is None


def test_no_marks_have_no_facility():
    assert facility([]) is None


@pytest.fixture
def desk(client, lesson):
    client.force_login(User.objects.create_superuser("ada"))
    return client


def sit(lesson, marks, *, learner=None, start=NOW, finished=True, hints=0, seconds=10):
    """An attempt with these credits, question by question (None: left open), an answer every few seconds."""
    learner = learner or Learner.objects.create()
    attempt = Attempt.objects.create(
        learner=learner, lesson=lesson, finished_at=start + timedelta(hours=1) if finished else None
    )
    Attempt.objects.filter(pk=attempt.pk).update(started_at=start)
    for row, (question, credit) in enumerate(zip(lesson.questions.all(), marks, strict=True)):
        choice = question.choices.filter(is_right=credit == 1).first()
        at = start + timedelta(seconds=row * seconds)
        given = {"answer": choice.key, "credit": credit, "answered_at": at} if credit is not None else {}
        Response.objects.create(attempt=attempt, question=question, hints_used=hints, **given)
    return learner


def summaries(lesson):
    summarize(lesson)
    return [question.summary for question in Question.objects.filter(lesson=lesson).select_related("summary")]


def test_the_summary_of_stored_responses_is_the_worked_example(lesson):
    for marks in CREDITS:
        sit(lesson, marks)
    found = [(each.facility, each.discrimination, each.efficiency) for each in summaries(lesson)]
    assert [each.n for each in summaries(lesson)] == [6, 6, 6]
    for values, worked in zip(found, WORKED, strict=True):
        assert values == pytest.approx(worked)


def test_only_the_first_finished_attempt_of_a_learner_counts(lesson):
    learner = sit(lesson, (1, 0, 0), start=NOW)
    sit(lesson, (0, 1, 1), learner=learner, start=NOW + timedelta(days=1))
    sit(lesson, (1, 1, 1), finished=False)
    assert [(each.n, each.facility) for each in summaries(lesson)] == [(1, 1), (1, 0), (1, 0)]


def test_of_two_attempts_that_started_at_once_one_counts(lesson):
    learner = sit(lesson, (1, 1, 1))
    sit(lesson, (0, 0, 0), learner=learner)
    assert [(each.n, each.facility) for each in summaries(lesson)] == [(1, 1)] * 3


def test_a_question_left_open_does_not_count_against_itself(lesson):
    sit(lesson, (1, 0, None), hints=1)
    assert [(each.n, each.facility) for each in summaries(lesson)] == [(1, 1), (1, 0), (0, None)]


def test_options_hints_and_times_are_counted(lesson):
    sit(lesson, (1, 0, 1), hints=2)
    sit(lesson, (1, 1, 1), seconds=30)
    first, second, _ = summaries(lesson)
    right = {each: each.choices.get(is_right=True).key for each in lesson.questions.all()}
    wrong = second.question.choices.filter(is_right=False).first().key
    assert first.taken == {right[first.question]: 2}
    assert second.taken == {right[second.question]: 1, wrong: 1}
    assert (first.hints_mean, first.hinted, first.hinted_share) == (1, 1, 0.5)
    assert (first.timed, first.seconds) == (0, None)
    assert (second.timed, second.seconds) == (2, 20)


def give(lesson, **answers):
    """A finished attempt with these answers, each given at the first try."""
    now = timezone.now()
    attempt = Attempt.objects.create(learner=Learner.objects.create(), lesson=lesson, finished_at=now)
    for grade in grade_sheet(answer_keys(lesson), answers):
        Response.objects.create(
            attempt=attempt,
            question=lesson.questions.get(key=grade.question),
            answer=grade.choice,
            tries=1,
            best=grade.credit,
            credit=grade.credit,
            answered_at=now,
        )


def test_what_counts_as_taken_is_each_option_or_the_whole_answer(every_kind):
    first = {"code": "1006", "cell": "'Open'", "pairs": ["a.3", "b.2"]}
    give(every_kind, many=["a", "c"], order=["b", "c", "a"], **first)
    give(every_kind, many=["c"], order=["b", "c", "a"], code="4000", cell='"Open"')
    give(every_kind, many=["b", "c"], order=["a", "b", "c"], code="4000", cell="None")
    summarize(every_kind)
    told = {
        row.question.key: [(each.label, each.text, each.is_right, each.count) for each in row.options]
        for row in analyses_of(every_kind)
    }
    assert told["one"] == [
        ("a", "The first", True, 0),
        ("b", "The second", False, 0),
        ("c", "The third", False, 0),
    ]
    assert told["many"] == [("a", "Alpha", True, 1), ("b", "Beta", False, 1), ("c", "Gamma", True, 3)]
    assert told["order"] == [
        ("bca", "Connect, Accept, Receive", True, 2),
        ("abc", "Receive, Connect, Accept", False, 1),
    ]
    assert told["pairs"] == [("a.3 b.2", "`1001` → leaving, 1000 → done", True, 1)]
    assert told["code"] == [("", "4000", False, 2), ("", "1006", True, 1), ("", "1000", False, 0)]
    assert told["cell"] == [("", "'Open'", True, 1), ("", '"Open"', True, 1), ("", "None", False, 1)]
    assert [round(row.options[-1].share, 2) for row in analyses_of(every_kind)] == [0, 1, 0.33, 1, 0, 0.33]


def test_an_answer_to_what_the_question_was_before_is_shown_as_wrong(every_kind):
    give(every_kind, many=["a", "c"], code="1006", order=["b", "c", "a"])
    Question.objects.filter(key__in=["code", "order"]).update(kind="single")
    Question.objects.filter(key="many").update(kind="ordering", expects={"order": ["b", "c", "a"]})
    summarize(every_kind)
    told = {row.question.key: row.options[-1] for row in analyses_of(every_kind) if row.options}
    for key, text in (("code", "1006"), ("many", "Alpha, Gamma")):
        assert (told[key].text, told[key].is_right, told[key].count) == (text, False, 1)


def test_a_lesson_without_attempts_has_a_summary_of_nothing(lesson):
    assert [(each.n, each.facility, each.efficiency) for each in summaries(lesson)] == [(0, None, None)] * 3


def test_summarizing_again_replaces_the_summary_in_a_fixed_number_of_queries(lesson):
    sit(lesson, CREDITS[0])
    with CaptureQueriesContext(connection) as before:
        summarize(lesson)
    for marks in CREDITS * 3:
        sit(lesson, marks)
    with CaptureQueriesContext(connection) as after:
        assert summarize(lesson) == 57
    assert len(before) == len(after)
    assert QuestionSummary.objects.count() == 3


def test_the_nightly_command_says_how_many_it_counted(lesson, capsys):
    sit(lesson, (1, 1, 1))
    call_command("summarize_quizzes")
    assert capsys.readouterr().out == "3 responses counted.\n"
    assert QuestionSummary.objects.filter(n=1).count() == 3


# The desk


def test_an_instructor_summarizes_and_reads_the_analysis(desk, lesson):
    for marks in CREDITS:
        sit(lesson, marks)
    assert "not yet" in desk.get(DESK).text
    assert "Not summarized yet" in desk.get(f"{DESK}{lesson.pk}/").text
    html = desk.post(f"{DESK}{lesson.pk}/summarize/", follow=True).text
    assert "Summarized: 18 responses counted." in html
    assert "few answers, read with care" in html
    assert "66.7%" in html
    assert "14.3%" in html
    assert html.count('class="chart"') == 3
    assert "✓ right: " in html
    assert "52.8%" in desk.get(DESK).text
    assert 'href="/admin/quizzes/questionsummary/"' in desk.get("/admin/").text
    assert desk.get("/admin/quizzes/questionsummary/").url == DESK


def test_all_quizzes_are_summarized_at_once(desk, lesson):
    sit(lesson, CREDITS[0])
    assert "Summarized: 3 responses counted." in desk.post(f"{DESK}summarize/", follow=True).text


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
    Question.objects.update(text="<script>alert(1)</script>")
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
    Report.objects.create(learner=Learner.objects.create(), question=question, reason="typo", text="teh")
    staff = User.objects.create_user("staff", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_report"))
    client.force_login(staff)
    assert "teh" not in client.get("/admin/quizzes/report/").text
    lesson.track.instructors.add(staff)
    assert "teh" in client.get("/admin/quizzes/report/").text


def test_summarizing_takes_a_post(desk, lesson):
    assert desk.get(f"{DESK}summarize/").status_code == 405
    assert desk.get(f"{DESK}{lesson.pk}/summarize/").status_code == 405
    assert desk.get(f"{DESK}999/").status_code == 404


def test_the_file_has_a_line_a_question_with_numbers_as_numbers(desk, lesson):
    for marks in CREDITS:
        sit(lesson, marks)
    Question.objects.filter(number=1).update(text='=HYPERLINK("http://elsewhere.example")')
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
