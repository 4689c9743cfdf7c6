"""Attempts of a client's own learners, stored through the API and read back."""

import pytest
from django.utils import timezone

from lessons.folder.load import load
from lessons.models import Learner, Lesson
from quizzes.api import attempts
from quizzes.api.models import ApiLearner, StoredResponse
from quizzes.attempt_models import Attempt, Response
from quizzes.kinds import kinds
from quizzes.question_models import Question
from tests.quizzes.conftest import make_key
from tests.quizzes.kinds.lessons import RIGHT as KINDS_RIGHT
from tests.quizzes.kinds.lessons import lesson_of_every_kind
from tests.quizzes.sittings import RIGHT, SLUG, TRACK, answer, finish, start

KEY = {"idempotency-key": "one"}


def test_an_attempt_is_started_answered_finished_and_read_back(api):
    started = start(api)
    assert started.status_code == 201
    attempt = started.json()
    assert (attempt["learner"], attempt["answered"], attempt["total"]) == ("ada", [], 3)
    answered = answer(api, attempt["id"], {"step-that-replies": "a", "state-after-step-2": "a"})
    assert answered.status_code == 201
    assert "has not sent anything yet" in answered.json()["grades"][1]["feedback"]
    answer(api, attempt["id"], {"connect-without-accept": "c"})
    ended = finish(api, attempt["id"]).json()
    assert ended["finished_at"]
    assert ended["answered"] == list(RIGHT)
    path = attempt["url"].removeprefix("http://testserver/api/v1")
    finished = api("get", path).json()
    assert ended.items() <= finished.items()
    assert finished["score"] == 2.0
    assert [(each["question"], each["answer"], each["correct"]) for each in finished["responses"]] == [
        ("state-after-step-2", "a", True),
        ("step-that-replies", "a", False),
        ("connect-without-accept", "c", True),
    ]


def test_the_key_is_told_when_its_question_tells_it(api, is_problem):
    """The key is told at once, or from the end of the quiz on, or never, as the question says."""
    Question.every.filter(key="state-after-step-2").update(reveal="finished")
    Question.every.filter(key="connect-without-accept").update(reveal="never")
    Lesson.objects.get().save()
    attempt = start(api).json()["id"]
    answered = answer(api, attempt, dict.fromkeys(RIGHT, "d")).json()

    def told(responses):
        return [(each["right_choice"], each["proof_url"].partition("#")[2]) for each in responses]

    at_once = [("", ""), ("b", "step-4"), ("", "")]
    assert told(answered["grades"]) == at_once
    assert told(api("get", f"/attempts/{attempt}").json()["responses"]) == at_once
    assert not answered["grades"][0]["proof_url"]
    finish(api, attempt)
    responses = api("get", f"/attempts/{attempt}").json()["responses"]
    assert told(responses) == [("a", "moment-2"), *at_once[1:]]
    assert responses[0]["right_feedback"]
    assert not responses[2]["right_feedback"]


def test_a_time_is_written_in_one_way(api, is_problem):
    started = start(api).json()["started_at"]
    assert is_problem(start(api), 409, "Finish it first")["attempt"]["started_at"] == started


def test_each_type_of_question_takes_what_the_description_says(api, tmp_path, client):
    load(lesson_of_every_kind(tmp_path))
    quiz = api("get", "/quizzes/kinds/every-kind").json()
    asked = {each["key"]: (each["form"], each["hints"], each["credits"]) for each in quiz["questions"]}
    assert asked["code"] == ("code", 0, [100, 0])
    assert asked["one"] == (None, 1, [100, 70, 50])
    body = {"answers": KINDS_RIGHT | {"code": 1006}}
    assert api("post", "/quizzes/kinds/every-kind/grade", body).json()["score"] == len(KINDS_RIGHT)
    description = client.get("/api/v1/openapi.json").json()["info"]["description"]
    for kind in kinds.values():
        assert f"`{kind.name}`" in description
        assert kind.example_answer in description


def test_a_question_is_answered_once_an_attempt(api, attempt, is_problem):
    answer(api, attempt, {"step-that-replies": "a"})
    again = is_problem(answer(api, attempt, RIGHT), 409, "already has a response")
    assert again["errors"] == [{"field": "answers.step-that-replies", "reason": "answered already"}]
    assert again["attempt"]["answered"] == ["step-that-replies"]
    assert Response.objects.count() == 1


def test_a_finished_attempt_takes_no_more_answers_and_finishes_once(api, attempt, is_problem):
    finished = finish(api, attempt).json()
    is_problem(answer(api, attempt), 409, "is finished")
    assert not Response.objects.exists()
    assert finish(api, attempt).json() == finished


def test_a_learner_has_one_open_attempt_a_lesson(api, attempt, is_problem):
    assert is_problem(start(api), 409, "Finish it first")["attempt"]["id"] == attempt
    finish(api, attempt)
    assert start(api).json()["id"] != attempt
    assert Learner.objects.count() == ApiLearner.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({**RIGHT, "nothing": "a"}, "no question 'nothing'"),
        ({**RIGHT, "step-that-replies": "z"}, "no choice 'z'"),
        ({**RIGHT, "step-that-replies": None}, "answers.step-that-replies"),
        ({}, "answers"),
    ],
)
def test_of_a_bad_sheet_nothing_is_stored(api, attempt, is_problem, answers, words):
    is_problem(answer(api, attempt, answers), 422, words)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"learner": ""},
        {"learner": "x" * 201},
        {"learner": "a\0b"},
        {"learner": "  "},
        {"learner": "\u00a0\u2003"},
        {"learner": 3},
        {"track": "no way"},
        {"x": 1},
    ],
)
def test_a_start_of_the_wrong_form_makes_no_learner(api, is_problem, change):
    body = {"learner": "ada", "track": TRACK, "lesson": SLUG} | change
    is_problem(api("post", "/attempts", body), 422, next(iter(change)))
    assert not Learner.objects.exists()


def test_an_attempt_in_an_unknown_lesson_or_a_draft_is_not_started(api, is_problem):
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    is_problem(start(api), 404, "no published lesson")
    assert not Learner.objects.exists()


def test_a_fault_half_way_leaves_nothing(api, attempt, is_problem, monkeypatch):
    monkeypatch.setattr(attempts, "state_of", lambda *arguments: 1 / 0)
    is_problem(answer(api, attempt, **{"idempotency-key": "k"}), 500, "#internal-error")
    assert not Response.objects.exists()
    assert not StoredResponse.objects.exists()


BODY = f'{{"learner": "grace", "track": "{TRACK}", "lesson": "{SLUG}"}}'


@pytest.mark.parametrize("path", ["/attempts", "/attempts/{attempt}/responses"])
@pytest.mark.parametrize(
    ("body", "authorization", "status", "words"),
    [
        ("{", None, 400, "line 1 column 2"),
        ("[]", None, 422, "Send a JSON object"),
        ("x" * 10_000_000, None, 413, "larger than 1 MiB"),
        (BODY, "", 401, "Authorization: Bearer"),
        (BODY, "Bearer hs_wrong", 401, "#key-unknown"),
        (BODY, "revoked", 401, "was revoked on"),
        (BODY, "no scope", 403, "the scope 'grade'"),
    ],
)
def test_a_refused_call_stores_nothing(api, attempt, is_problem, path, body, authorization, status, words):
    if authorization in ("revoked", "no scope"):
        fields = {"revoked_at": timezone.now()} if authorization == "revoked" else {"may_grade": False}
        authorization = f"Bearer {make_key(**fields)[1]}"
    headers = {} if authorization is None else {"authorization": authorization}
    is_problem(api("post", path.format(attempt=attempt), body, **headers, **KEY), status, words)
    assert Attempt.objects.get().finished_at is None
    assert not Response.objects.exists()
    assert not StoredResponse.objects.exists()
    assert ApiLearner.objects.count() == 1
