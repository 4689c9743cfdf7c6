"""The grading API, as a program meets it."""

import json

import pytest

from lessons.folder.load import load
from lessons.models import Learner, Lesson
from quizzes.api_keys import new_key
from quizzes.models import ApiKey, Attempt, Response
from tests.conftest import SHIPPED

LESSON = "django-channels/websocket-support"
RIGHT = {"state-after-step-2": "a", "step-that-replies": "b", "connect-without-accept": "c"}


@pytest.fixture
def secret(db):
    load(SHIPPED)
    key = ApiKey(name="a school")
    secret = new_key(key)
    key.save()
    return secret


@pytest.fixture
def api(client, secret):
    def call(method, path, body=None, **headers):
        headers = {"authorization": f"Bearer {secret}"} | headers
        data = {
            "data": body if isinstance(body, str) else json.dumps(body),
            "content_type": "application/json",
        }
        return getattr(client, method)(
            f"/api/v1{path}", **(data if body is not None else {}), headers=headers
        )

    return call


def grade(api, answers):
    return api("post", f"/quizzes/{LESSON}/grade", {"answers": answers})


def test_tracks_lessons_and_quizzes_are_readable(api):
    assert [track["slug"] for track in api("get", "/tracks").json()] == ["django-channels"]
    (lesson,) = api("get", "/lessons").json()
    assert lesson["url"].endswith(f"/learn/{LESSON}/")
    assert [step["number"] for step in api("get", f"/lessons/{LESSON}").json()["steps"]] == [1, 2, 3, 4, 5]
    quiz = api("get", f"/quizzes/{LESSON}").json()
    assert [question["key"] for question in quiz["questions"]] == list(RIGHT)
    assert [choice["key"] for choice in quiz["questions"][0]["choices"]] == ["a", "b", "c", "d"]


def test_a_quiz_does_not_hold_its_key(api):
    text = api("get", f"/quizzes/{LESSON}").content.decode()
    for word in ("right", "feedback", "correct", "proof"):
        assert word not in text


def test_answers_are_graded_with_reasons(api):
    graded = grade(api, {**RIGHT, "step-that-replies": "a"}).json()
    assert (graded["score"], graded["total"]) == (2.0, 3)
    wrong = graded["grades"][1]
    assert wrong["question"] == "step-that-replies"
    assert (wrong["correct"], wrong["credit"], wrong["right_choice"]) == (False, 0.0, "b")
    assert "nothing has gone back yet" in wrong["feedback"]
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


def is_problem(response, status, words):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert words in json.dumps(body)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"answers": {"nothing": "a"}}, 422, "this quiz has no question 'nothing'"),
        ({"answers": {"step-that-replies": "z"}}, 422, "has no choice 'z'; it has a, b, c, d"),
        ({"answers": {}}, 422, "answers"),
        ({}, 422, "answers"),
        ({"answers": {"step-that-replies": 3}}, 422, "answers.step-that-replies"),
        ({"answers": RIGHT, "learner": "me"}, 422, "learner"),
        ("{", 400, "parse"),
        ("[]", 422, "valid dictionary"),
        ({"answers": {"a": "x" * 10 * 1024 * 1024}}, 413, "larger than 1 MiB"),
    ],
)
def test_a_bad_sheet_is_told_what_is_wrong(api, body, status, words):
    is_problem(api("post", f"/quizzes/{LESSON}/grade", body), status, words)


def test_an_unknown_lesson_a_draft_and_an_unknown_address_are_told(api):
    is_problem(api("get", "/quizzes/nothing/here"), 404, "no published lesson 'nothing/here'")
    is_problem(api("get", "/nothing"), 404, "no address /api/v1/nothing")
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    is_problem(api("get", f"/quizzes/{LESSON}"), 404, "no published lesson")
    assert api("get", "/lessons").json() == []


def test_a_method_that_is_not_possible_is_told(api):
    response = api("delete", "/tracks")
    is_problem(response, 405, "GET is")
    assert response.headers["Allow"] == "GET"


def test_a_missing_wrong_or_revoked_key_is_refused(api, client, secret):
    is_problem(client.get("/api/v1/tracks"), 401, "Authorization: Bearer")
    is_problem(api("get", "/tracks", authorization="Bearer hs_wrong"), 401, "in force")
    is_problem(api("get", "/tracks", authorization=secret), 401, "in force")
    ApiKey.objects.update(revoked_at="2026-01-01T00:00:00Z")
    response = api("get", "/tracks")
    is_problem(response, 401, "in force")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_is_stored_hashed_and_its_use_is_noted(api, secret):
    key = ApiKey.objects.get()
    assert secret not in {key.digest, key.beginning, str(key)}
    assert key.last_used_at is None
    api("get", "/tracks")
    key.refresh_from_db()
    assert key.last_used_at


def test_the_docs_page_works_under_the_policy_and_without_another_host(client):
    response = client.get("/api/v1/docs")
    html = response.content.decode()
    assert response.status_code == 200
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "://" not in html.replace("http://testserver", "")
