"""A sheet of answers is graded: each grade has its reason, and nothing is stored."""

import pytest

from lessons.models import Learner, Lesson
from quizzes.attempt_models import Attempt, Response
from quizzes.stored_answer_key import answer_keys
from tests.quizzes.sittings import RIGHT
from tests.support.servers import LESSON


def grade(api, answers):
    return api("post", f"/quizzes/{LESSON}/grade", {"answers": answers})


def test_answers_are_graded_with_reasons(api):
    graded = grade(api, {**RIGHT, "step-that-replies": "a"}).json()
    assert (graded["score"], graded["total"]) == (2.0, 3)
    wrong = graded["grades"][1]
    assert wrong["question"] == "step-that-replies"
    assert (wrong["correct"], wrong["credit"], wrong["right_choice"]) == (False, 0.0, "b")
    assert "has not sent anything yet" in wrong["feedback"]
    assert "the only row" in wrong["right_feedback"]
    assert wrong["proof_url"].endswith(f"/learn/{LESSON}/#step-4")


def test_questions_may_be_left_out(api):
    graded = grade(api, {"step-that-replies": "b"}).json()
    assert (graded["score"], graded["total"], len(graded["grades"])) == (1.0, 3, 1)


def test_grading_stores_nothing(api):
    grade(api, RIGHT)
    assert not Learner.objects.exists()
    assert not Attempt.objects.exists()
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"answers": {"nothing": "a"}}, 422, "this quiz has no question 'nothing'"),
        ({"answers": {"step-that-replies": "z"}}, 422, "has no choice 'z'; it has a, b, c, d"),
        ({"answers": {}}, 422, "This is empty. Send at least 1 in it."),
        ('{"answers": {"step-that-replies": "\\ud800"}}', 422, r"has no choice '\\ud800'"),
        ('{"answers": {"step-that-replies": %s}}' % ("9" * 5000), 400, "a number has more than 4,300 digits"),
        ({}, 422, "This is missing"),
        ({"answers": {"step-that-replies": 3}}, 422, "Send the letter of one option as a text"),
        ({"answers": {"step-that-replies": True}}, 422, "answers.step-that-replies"),
        ({"answers": {"step-that-replies": {}}}, 422, "answers.step-that-replies"),
        ({"answers": RIGHT, "learner": "me"}, 422, "learner"),
        ("{", 400, "line 1 column 2"),
        ('{"answers": {"a": NaN}}', 400, "NaN is not JSON"),
        ('{"answers": {"a": "a", "b": "b", "a": "c"}}', 400, "the key 'a' more than once"),
        ("[" * 100_000, 400, "nested too deeply"),
        ({"answers": {"step-that-replies": "\ud800"}}, 422, "answers.step-that-replies"),
        ("[]", 422, "Send a JSON object"),
        ({"answers": {"a": "x" * 10 * 1024 * 1024}}, 413, "larger than 1 MiB"),
    ],
)
def test_a_bad_sheet_is_told_what_is_wrong(api, is_problem, body, status, words):
    is_problem(api("post", f"/quizzes/{LESSON}/grade", body), status, words)


def test_every_wrong_answer_of_a_sheet_is_told(api, is_problem):
    answers = {"nothing": "a", "state-after-step-2": "a", "step-that-replies": "z" * 60, "x": None}
    problem = is_problem(grade(api, answers), 422, "3 answers cannot be graded. The first: this quiz")
    assert [each["field"] for each in problem["errors"]] == [
        *("answers.nothing", "answers.step-that-replies", "answers.x")
    ]
    assert f"has no choice '{'z' * 50}…'; it has a, b, c, d" in problem["errors"][1]["reason"]


def test_questions_are_prepared_once_for_each_version_of_a_lesson(api, django_assert_num_queries):
    lesson = Lesson.objects.get()
    grade(api, RIGHT)
    with django_assert_num_queries(0):
        assert answer_keys(lesson) is answer_keys(Lesson(pk=lesson.pk, changed_at=lesson.changed_at))
    question = lesson.questions.get(key="state-after-step-2")
    question.choices.update(is_right=False)
    question.choices.filter(number=2).update(is_right=True)
    lesson.save()
    assert grade(api, RIGHT).json()["score"] == 2
