"""Item analysis: the statistics by hand, and the summary of first attempts."""

from datetime import timedelta
from math import sqrt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.analysis.models import QuestionSummary
from quizzes.analysis.statistics import discrimination_index, discriminative_efficiency, facility
from quizzes.analysis.summary import summarize
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
