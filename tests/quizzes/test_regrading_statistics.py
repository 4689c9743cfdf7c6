"""Statistics after a key was mended: by the key of now, and each version by itself."""

import csv
import io

import pytest
from django.utils import timezone

from lessons.models import Learner
from quizzes.analysis.models import QuizSummary
from quizzes.analysis.page import analyses_of
from quizzes.analysis.summary import summarize
from quizzes.answering import answer
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question
from quizzes.version_models import QuizVersion
from tests.lessons.uploads import text_of
from tests.quizzes.regrading_steps import choose, mend, page_of, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(every_kind):
    return every_kind


def test_the_analysis_counts_only_answers_that_the_key_of_now_has_graded(desk, lesson):
    sit(lesson)
    mend(lesson)
    sit(lesson, one="b")
    summarize(lesson)
    taken = {row.question.key: row.question.summary for row in analyses_of(lesson)}
    assert (taken["one"].n, taken["one"].facility, taken["one"].taken) == (1, 1.0, {"b": 1})
    assert taken["many"].n == 2
    choose(desk, lesson, "everyone")
    summarize(lesson)
    taken = {row.question.key: row.question.summary for row in analyses_of(lesson)}
    assert (taken["one"].n, taken["one"].facility) == (2, 0.5)


def test_the_first_wrong_answers_and_tries_are_those_by_the_new_key(desk, lesson):
    mend(lesson, key="many", right=1)
    for given in (["a", "c"], ["a", "c"], ["a", "b"], ["a"], ["c"]):
        sit(lesson, many=given)
    Question.every.get(key="many").choices.filter(number=3).update(is_right=True)
    lesson.save()
    choose(desk, lesson, "everyone", key="many")
    summarize(lesson)
    summary = {row.question.key: row.summary for row in analyses_of(lesson)}["many"]
    assert summary.first_wrong == {"a": 2, "b": 1, "c": 1}
    assert (summary.tried, summary.facility) == ({"1": 4, "0": 1}, 0.6)


def test_a_first_try_that_is_right_by_the_new_key_counts(desk, lesson):
    learner, question = Learner.objects.create(), Question.every.get(lesson=lesson, key="one")
    sit(lesson)
    answer(learner, question, "b")
    answer(learner, question, "a")
    Attempt.objects.update(finished_at=timezone.now())
    mend(lesson)
    assert "1 would earn more, 1 less" in text_of(desk.get(page_of(lesson)))
    choose(desk, lesson, "everyone")
    stored = Response.objects.get(question=question, attempt__learner=learner)
    assert (stored.answer, stored.tries, stored.credit, stored.first_wrong) == ("b", 1, 1, None)
    summarize(lesson)
    summary = {row.question.key: row.summary for row in analyses_of(lesson)}["one"]
    assert (summary.tried, summary.first_wrong) == ({"0": 1, "1": 1}, {"a": 1})


def test_each_version_of_a_question_has_its_own_statistics(desk, lesson):
    sit(lesson, many=["a"])
    one = Question.every.get(lesson=lesson, key="one")
    one.choices.filter(number=1).update(number=9)  # the right one is the last now
    lesson.save()
    many = Question.every.get(lesson=lesson, key="many")
    many.choices.filter(number=2).update(text="Delta")
    lesson.save()
    sit(lesson, one="c")
    mend(lesson, key="code", right=2)
    sit(lesson, one="c")
    page = f"/admin/quizzes/analysis/{lesson.pk}/"
    shown = text_of(desk.get(page))
    assert "Not counted: 1 answer to other words." in shown
    assert "Not counted: 2 answers graded by another key." in shown
    found = {row.question.key: row.summary for row in analyses_of(lesson)}
    assert (found["one"].taken, found["one"].elsewhere, found["one"].since) == ({"c": 3}, 0, None)
    assert (found["many"].n, found["many"].reworded, found["code"].rekeyed) == (2, 1, 2)
    versions = QuizVersion.objects.filter(lesson=lesson).order_by("made_at")
    assert found["many"].since == versions[1].made_at
    listed = QuizSummary.objects.get(lesson=lesson).versions
    assert [each["differs"] for each in listed] == [
        f"question {found['code'].question.number}: key",
        f"question {many.number}: options; question {found['code'].question.number}: key",
    ]
    together = text_of(desk.get(page, {"version": "all"}))
    assert "Of the 3 answers, 1 was to other words." in together
    assert "Of the 3 answers, 2 were graded by another key." in together
    first = text_of(desk.get(page, {"version": listed[1]["version"]}))
    assert "Delta" not in first
    assert "Not counted: 2 answers to other words." in first
    table = desk.get(f"{page}analysis.csv", {"version": listed[1]["version"]}).text
    lines = {row["key"]: row for row in csv.DictReader(io.StringIO(table))}
    assert [lines["many"][name] for name in ("n", "reworded", "rekeyed")] == ["1", "2", "0"]
    assert lines["many"]["version"] == versions[0].made_at.isoformat()
    assert lines["one"]["version"] == ""
