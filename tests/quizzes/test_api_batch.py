"""Store the sheets of many learners in one call."""

import pytest

from lessons.models import Lesson
from quizzes.api.models import ApiLearner, StoredResponse
from quizzes.attempt_models import Attempt, Response
from tests.quizzes.sittings import RIGHT, SLUG, TRACK, answer, start

PATH = f"/quizzes/{TRACK}/{SLUG}/store-batch"


def store(api, *sheets, key="one", **fields):
    body = {"sheets": [{"learner": name, "answers": answers} for name, answers in sheets]} | fields
    return api("post", PATH, body, **{"idempotency-key": key} if key else {})


def test_each_sheet_has_its_own_verdict_and_the_good_ones_are_stored(api):
    answered = store(
        api,
        ("ada", RIGHT),
        ("b", {"nothing": "a"}),
        ("c", {}),
        ("ada", RIGHT),
        ("grace", RIGHT | {"step-that-replies": "a"}),
    ).json()
    assert (answered["stored"], answered["refused"]) == (2, 3)
    ada, b, c, twice, grace = answered["sheets"]
    assert (ada["grade"]["score"], grace["grade"]["score"]) == (3.0, 2.0)
    assert (ada["attempt"]["answered"], ada["problem"]) == (list(RIGHT), None)
    types = [each["problem"]["type"].rpartition("#")[2] for each in (b, c, twice)]
    assert types == ["wrong-answers", "invalid-request", "sheet-twice"]
    assert "has the learner 'ada', too" in twice["problem"]["detail"]
    assert all(each["attempt"] is each["grade"] is None for each in (b, c, twice))
    assert {each.external_id for each in ApiLearner.objects.all()} == {"ada", "grace"}
    found = api("get", "/attempts?state=finished").json()["attempts"]
    assert [(each["learner"], each["score"]) for each in found] == [("ada", 3.0), ("grace", 2.0)]
    assert ada["attempt"]["id"] == found[0]["id"]
    verbs = [each["verb"]["display"]["en-US"] for each in api("get", "/xapi/statements").json()["statements"]]
    assert verbs == (["answered"] * 3 + ["completed"]) * 2


def test_a_batch_sent_again_stores_nothing_more(api, is_problem):
    first, again = (store(api, ("ada", RIGHT), ("b", {"nothing": "a"})) for _ in range(2))
    assert first.content == again.content
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (Attempt.objects.count(), Response.objects.count()) == (1, 3)
    is_problem(store(api, ("grace", RIGHT)), 422, "#idempotency-key-reused")
    is_problem(store(api, ("grace", RIGHT), key=None), 422, "Idempotency-Key")


def test_a_sheet_goes_to_the_open_attempt_and_what_is_answered_stands(api):
    attempt = start(api).json()["id"]
    answer(api, attempt, {"step-that-replies": "a"})
    (refused,) = store(api, ("ada", RIGHT)).json()["sheets"]
    assert refused["problem"]["type"].endswith("#answered-already")
    assert [each["field"] for each in refused["problem"]["errors"]] == ["answers.step-that-replies"]
    assert (refused["attempt"]["id"], refused["attempt"]["finished_at"]) == (attempt, None)
    rest = {key: value for key, value in RIGHT.items() if key not in refused["attempt"]["answered"]}
    (stored,) = store(api, ("ada", rest), key="two").json()["sheets"]
    assert (stored["attempt"]["id"], stored["grade"]["score"]) == (attempt, 2.0)
    assert api("get", f"/attempts/{attempt}").json()["score"] == 2.0


def test_an_attempt_stays_open_if_the_batch_says_so(api):
    first = {"step-that-replies": "b"}
    (sheet,) = store(api, ("ada", first), finish=False).json()["sheets"]
    assert sheet["attempt"]["finished_at"] is None
    assert start(api).json()["attempt"]["id"] == sheet["attempt"]["id"]


def test_a_sheet_is_graded_by_the_quiz_with_which_its_attempt_began(api):
    start(api)
    question = Lesson.objects.get().questions.get(key="state-after-step-2")
    question.choices.update(is_right=False)
    question.choices.filter(number=2).update(is_right=True)
    Lesson.objects.get().save()
    ada, grace = store(api, ("ada", RIGHT), ("grace", RIGHT)).json()["sheets"]
    assert (ada["grade"]["score"], grace["grade"]["score"]) == (3.0, 2.0)
    scores = {each["learner"]: each["score"] for each in api("get", "/attempts").json()["attempts"]}
    assert scores == {"ada": 3.0, "grace": 2.0}


def test_the_queries_of_a_batch_do_not_grow_with_its_sheets(api, django_assert_max_num_queries):
    for number, size in enumerate((2, 100)):
        sheets = [(f"student {number}-{each}", RIGHT) for each in range(size)]
        with django_assert_max_num_queries(40):
            assert store(api, *sheets, key=f"{number}").json()["stored"] == size


@pytest.mark.parametrize(
    ("sheets", "words"), [([], "sheets"), ([("x", {"a": "a"})] * 201, "200"), ([("", RIGHT)], "learner")]
)
def test_a_batch_that_is_none_stores_nothing(api, is_problem, sheets, words):
    is_problem(store(api, *sheets), 422, words)
    assert not StoredResponse.objects.exists()
