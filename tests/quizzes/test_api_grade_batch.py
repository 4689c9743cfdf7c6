"""Sheets of many learners are graded in one call, and nothing is stored."""

import pytest

from quizzes.attempt_models import Attempt
from tests.quizzes.sittings import RIGHT
from tests.support.servers import LESSON


def batch(api, *sheets):
    return api("post", f"/quizzes/{LESSON}/grade-batch", {"sheets": list(sheets)})


def test_each_sheet_of_a_batch_is_judged_on_its_own(api):
    answer = batch(
        api,
        {"id": "ada", "answers": RIGHT},
        {"id": "b", "answers": {"nothing": "a"}},
        {"id": "c", "answers": {"step-that-replies": "z"}},
        {"id": "d", "answers": {"step-that-replies": 3}},
        {"id": "e", "answers": {}},
        {"id": "ada", "answers": RIGHT},
        {"id": "grace", "answers": {"step-that-replies": "a"}},
    ).json()
    assert (answer["graded"], answer["refused"]) == (2, 5)
    ids = [sheet["id"] for sheet in answer["sheets"]]
    assert ids == ["ada", "b", "c", "d", "e", "ada", "grace"]
    ada, *bad, grace = answer["sheets"]
    assert (ada["grade"]["score"], ada["problem"]) == (3.0, None)
    assert "has not sent anything yet" in grace["grade"]["grades"][0]["feedback"]
    assert all(sheet["grade"] is None and sheet["problem"]["status"] == 422 for sheet in bad)
    assert "no question 'nothing'" in bad[0]["problem"]["detail"]
    assert "it has a, b, c, d" in bad[1]["problem"]["detail"]
    assert bad[2]["problem"]["errors"][0]["field"] == "answers.step-that-replies"
    assert "has the id 'ada', too" in bad[4]["problem"]["detail"]


def test_a_thousand_sheets_are_graded_with_the_questions_loaded_once(api, django_assert_max_num_queries):
    sheets = [{"id": f"student {number}", "answers": RIGHT} for number in range(1000)]
    api("get", "/tracks")
    with django_assert_max_num_queries(7):
        answer = batch(api, *sheets).json()
    assert answer["graded"] == 1000
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ([], "sheets"),
        ([{"id": "x", "answers": {"a": "a"}}] * 1001, "1000"),
        ([{"answers": RIGHT}], "sheets.0.id"),
        ([{"id": "", "answers": RIGHT}], "sheets.0.id"),
        ([{"id": "a\u0000b", "answers": RIGHT}], "sheets.0.id"),
        ([{"id": " \u2003", "answers": RIGHT}], "with more in it than blanks"),
        ([{"id": "x", "answers": "a"}], "sheets.0.answers"),
    ],
)
def test_a_batch_that_is_none_is_refused(api, is_problem, sheets, words):
    is_problem(batch(api, *sheets), 422, words)


def test_a_batch_may_be_larger_than_other_bodies_and_has_a_limit_too(api, is_problem):
    long = {f"{number:050}": "a" for number in range(200)}
    assert batch(api, *({"id": str(n), "answers": long} for n in range(120))).json()["refused"] == 120
    ten = '{"sheets": "' + "x" * 10 * 1024 * 1024 + '"}'
    is_problem(api("post", f"/quizzes/{LESSON}/grade-batch", ten), 413, "larger than 8 MiB")
