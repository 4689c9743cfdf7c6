"""What each scope opens, and that nothing else does."""

import json
from uuid import UUID

import pytest

from lessons.models import Learner
from quizzes.api.models import ApiLearner, ApiStatement, StoredResponse
from quizzes.attempt_models import Attempt, Response
from tests.quizzes.conftest import make_key
from tests.quizzes.sittings import RIGHT, SLUG, TRACK, answer, finish, start

ONE = {"idempotency-key": "one"}
BATCH = f"/quizzes/{TRACK}/{SLUG}/store-batch"


@pytest.fixture
def grader(api_key, caller):
    """A program of the same client with a key that has `grade` alone."""
    fields = {"may_read": False, "may_see_results": False, "may_manage": False}
    return caller(make_key(client=api_key[0].client, **fields)[1])


def test_a_key_that_grades_reads_no_results_on_any_way(api, grader, is_problem):
    attempt = start(api).json()["id"]
    answer(api, attempt, {"step-that-replies": "a"})
    told = [
        is_problem(start(grader), 409, "#attempt-open"),
        is_problem(answer(grader, attempt), 409, "#answered-already"),
        grader("post", BATCH, sheet("ada", RIGHT), **ONE).json(),
        finish(grader, attempt).json(),
        is_problem(answer(grader, attempt, {"state-after-step-2": "a"}), 409, "#attempt-finished"),
    ]
    for each in told:
        text = json.dumps(each)
        for word in ('"score"', '"responses"', '"answer"', '"credit"', '"correct"', '"feedback"'):
            assert word not in text
    assert api("get", f"/attempts/{attempt}").json()["score"] == 0.0
    is_problem(grader("get", f"/attempts/{attempt}"), 403, "the scope 'results'")
    is_problem(grader("delete", "/learners?learner=ada"), 403, "the scope 'manage'")


def test_a_key_that_grades_cannot_find_out_an_answer_by_sending_it(api, grader):
    attempt = start(api).json()["id"]
    answer(api, attempt, {"step-that-replies": "a"})
    verdicts = []
    for number, choice in enumerate("abcd"):
        key = {"idempotency-key": f"{number}"}
        body = sheet("ada", {"step-that-replies": choice})
        verdicts.append(grader("post", BATCH, body, **key).json()["sheets"])
    assert verdicts == [verdicts[0]] * 4


def test_ids_of_attempts_tell_no_count(api):
    ids = [start(api, f"student {number}").json()["id"] for number in range(3)]
    assert {UUID(each).version for each in ids} == {4}
    assert not set(ids) & {str(pk) for pk in Attempt.objects.values_list("pk", flat=True)}


def test_a_key_of_every_scope_erases_what_is_stored_of_a_learner_with_the_stored_responses(api, is_problem):
    attempt = start(api, **ONE).json()["id"]
    answer(api, attempt, **{"idempotency-key": "two"})
    batch = {"idempotency-key": "three"}
    body = {"sheets": [*sheet("ada", RIGHT)["sheets"], *sheet("grace", RIGHT)["sheets"]]}
    api("post", BATCH, body, **batch)
    start(api, "grace", **{"idempotency-key": "four"})
    assert api("delete", "/learners?learner=ada").status_code == 204
    assert [each.external_id for each in ApiLearner.objects.all()] == ["grace"]
    assert not Response.objects.exclude(attempt__learner__api_learner__external_id="grace").exists()
    assert '"ada"' not in "".join(ApiStatement.objects.values_list("body", flat=True))
    kept = dict(StoredResponse.objects.values_list("key", "body"))
    assert (kept["one"], kept["two"], kept["three"]) == ("", "", "")
    assert "grace" in kept["four"]
    is_problem(start(api, **ONE), 410, "#erased")
    is_problem(api("post", BATCH, body, **batch), 410, "#erased")
    assert Learner.objects.count() == 1


def sheet(learner, answers):
    return {"sheets": [{"learner": learner, "answers": answers}]}
