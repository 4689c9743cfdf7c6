"""Item analysis: the statistics by hand, and the summary of first attempts."""

from datetime import timedelta
from math import sqrt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.models import Learner
from quizzes.analysis.models import QuestionSummary
from quizzes.analysis.page import analyses_of
from quizzes.analysis.statistics import discrimination_index, discriminative_efficiency, facility
from quizzes.analysis.summary import summarize
from quizzes.answer_key import answer_keys
from quizzes.attempt_models import Attempt, Response
from quizzes.grading import grade_sheet
from quizzes.question_models import Question
from tests.quizzes.first_attempts import CREDITS, NOW, sit, summaries

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
