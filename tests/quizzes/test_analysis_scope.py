"""The item analysis of other attempts than the first, of one try, of some days; its figures and files."""

import csv
import io
from datetime import timedelta

import pytest

from lessons.models import Learner
from quizzes.analysis.scope import Scope
from quizzes.analysis.statistics import facility_by_fifths
from quizzes.analysis.summary import summarize, tallied
from quizzes.answering import answer
from quizzes.attempt_models import Response
from quizzes.question_models import Choice, Question
from tests.lessons.uploads import text_of
from tests.quizzes.first_attempts import NOW, sit

pytestmark = pytest.mark.django_db


def marks(lesson, **scope):
    """The credits that are counted of the first question."""
    tallies, _ = tallied(lesson, Scope(**scope))
    return sorted(tallies[lesson.questions.first().pk].marks)


def test_the_first_the_last_the_best_or_all_attempts_count(lesson):
    one, two = sit(lesson, (0, 0, 0), start=NOW - timedelta(days=9)), sit(lesson, (1, 0, 0))
    sit(lesson, (1, 1, 1), learner=one, start=NOW - timedelta(days=5))
    sit(lesson, (0.5, 0, 0), learner=one)
    sit(lesson, (0, 0, 0), learner=two, finished=False)
    assert marks(lesson) == [0, 1]
    assert marks(lesson, attempts="last") == [0.5, 1]
    assert marks(lesson, attempts="best") == [1, 1]
    assert marks(lesson, attempts="all") == [0, 0.5, 1, 1]
    days = {"since": (NOW - timedelta(days=6)).date(), "until": (NOW - timedelta(days=4)).date()}
    assert marks(lesson, **days) == [1]


def test_the_first_try_is_kept_and_counted_alone(lesson):
    question, learner = lesson.questions.first(), Learner.objects.create()
    Question.every.update(credits=[100, 60])
    question = Question.every.get(pk=question.pk)
    wrong, right = (question.choices.filter(is_right=is_right).first().key for is_right in (False, True))
    answer(learner, question, wrong)
    answer(learner, question, right)
    stored = Response.objects.get()
    assert (stored.first_wrong, stored.answer, stored.credit, stored.tries) == (wrong, right, 0.6, 2)
    stored.attempt.finished_at = NOW
    stored.attempt.save()
    assert marks(lesson) == [0.6]
    assert marks(lesson, tries="first") == [0]
    tallies, _ = tallied(lesson, Scope())
    summary = tallies[question.pk].summary()
    assert (summary["tried"], summary["first_wrong"]) == ({"2": 1}, {wrong: 1})


def test_fifths_go_from_the_lowest_score_to_the_highest():
    assert facility_by_fifths([0, 0, 1, 0, 1, 1], [0, 1, 1, 2, 2, 3]) == [0, 0, 1, 0, 1]
    assert facility_by_fifths([1, 1], [1, 0]) == []


def test_the_page_has_each_figure_as_a_picture_and_as_a_table(desk, lesson):
    for row in 3 * [(0, 1, 1), (1, 1, 1), (1, 0, 0), (1, 0, 1), (0, 0, 0)]:
        wrong = lesson.questions.first().choices.filter(is_right=False).first().key
        sit(lesson, row, confidence="sure", tries=2, first_wrong=wrong)
    summarize(lesson)
    html = desk.get(f"/admin/quizzes/analysis/{lesson.pk}/").content.decode()
    titles = (
        "By fifths of the score",
        "Which try earned the credit",
        "First answers that were not fully right",
        "Credit by confidence",
    )
    for title in titles:
        assert html.count(f">{title}</title>") == html.count(f'scope="col">{title}<') == 3
    assert html.count(">How the scores spread</title>") == 1
    assert '<th scope="row">Sure</th><td class="number">60.0%</td><td>15</td>' in html


def test_other_attempts_are_counted_for_the_page_and_its_files(desk, lesson):
    learner = sit(lesson, (0, 0, 0), start=NOW - timedelta(days=9))
    sit(lesson, (1, 1, 1), learner=learner)
    address = f"/admin/quizzes/analysis/{lesson.pk}/"
    shown = text_of(desk.get(f"{address}?attempts=best&tries=first&since=2020-01-01"))
    said = "the best of each learner, finished from 2020-01-01, the first try alone"
    assert f"Counted now: {said}" in shown
    assert "Mean 3.00 points" in shown
    assert not Question.every.filter(summary__isnull=False).exists()
    table = desk.get(f"{address}analysis.csv?attempts=best").content.decode()
    assert next(csv.DictReader(io.StringIO(table)))["facility_percent"] == "100.0"
    assert "Enter a valid date" in text_of(desk.get(f"{address}?since=yesterday"))


def test_too_many_answers_are_not_counted_while_somebody_waits(desk, lesson, monkeypatch):
    monkeypatch.setattr("quizzes.analysis.views.MAX_COUNTED", 2)
    sit(lesson, (1, 1, 1))
    shown = text_of(desk.get(f"/admin/quizzes/analysis/{lesson.pk}/?attempts=all"))
    assert "Choose fewer days" in shown
    assert "Nothing is counted yet" in shown


def test_typed_answers_are_in_a_file_whose_cells_are_safe(desk, lesson):
    question = lesson.questions.first()
    Question.every.filter(pk=question.pk).update(kind="short")
    formula = '=HYPERLINK("https://x")'
    sit(lesson, (0, None, None), answer=formula, first_wrong=formula, credit=0)
    Choice.objects.filter(question=question, number__gt=1).delete()
    Choice.objects.filter(question=question).update(text="1000", is_right=True)
    summarize(lesson)
    file = desk.get(f"/admin/quizzes/analysis/{lesson.pk}/answers.csv").content.decode()
    rows = [row for row in csv.DictReader(io.StringIO(file)) if row["question"] == "1"]
    assert [(row["answer"], row["right"], row["taken"], row["first_wrong"]) for row in rows] == [
        ('\'=HYPERLINK("https://x")', "no", "1", "1"),
        ("1000", "yes", "0", "0"),
    ]
