"""The grading API, as a program meets it."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from lessons.models import Learner, Lesson
from live_demo.lab import all_labs
from quizzes.api.models import ApiKey
from quizzes.attempt_models import Attempt, Response
from quizzes.stored_answer_key import answer_keys

LESSON = "django-channels/websocket-support"
RIGHT = {"state-after-step-2": "a", "step-that-replies": "b", "connect-without-accept": "c"}


def grade(api, answers):
    return api("post", f"/quizzes/{LESSON}/grade", {"answers": answers})


def test_tracks_lessons_and_quizzes_are_readable(api):
    assert [track["slug"] for track in api("get", "/tracks").json()] == ["django-channels"]
    (lesson,) = api("get", "/lessons").json()
    assert lesson["url"].endswith(f"/learn/{LESSON}/")
    Lesson.objects.update(title="Changed")
    assert api("get", "/lessons").json() == [lesson | {"title": "Changed"}]
    assert [step["number"] for step in api("get", f"/lessons/{LESSON}").json()["steps"]] == [1, 2, 3, 4, 5]
    quiz = api("get", f"/quizzes/{LESSON}").json()
    assert [question["key"] for question in quiz["questions"]] == list(RIGHT)
    assert [choice["key"] for choice in quiz["questions"][0]["choices"]] == ["a", "b", "c", "d"]


def test_a_lesson_comes_with_every_section(api, django_assert_max_num_queries):
    api("get", "/tracks")  # the first use of a key in a minute is stored
    with django_assert_max_num_queries(12):
        lesson = api("get", f"/lessons/{LESSON}").json()
    assert lesson["flow"]["steps"][3]["covers"] == [1, 2]
    assert lesson["flow"]["steps"][1]["place"] == "server"
    assert lesson["sample"]["source"] == all_labs()["chat"].source
    assert lesson["steps"][1]["reached_by"] == "websocket.accept"
    assert lesson["ends_when"].startswith("The run ends")
    moments, variables = lesson["tracker"]["moments"], lesson["tracker"]["variables"]
    assert [moment["after"] for moment in moments] == [None, 2, 3, 4, 5]
    assert variables[1]["values"][2] == {"moment": 3, "text": "['hello']", "note": "message stored"}
    assert lesson["key_moments"][0]["points_to"] == "step 2"
    assert all(part["text"] for part in lesson["transcript"])
    assert lesson["snapshot"]
    assert lesson["minutes"] == 10


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
        ({"answers": {}}, 422, "Send 1 at least"),
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


@pytest.mark.parametrize(
    "sent", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_body_that_is_not_declared_as_json_is_refused(client, secret, is_problem, sent):
    def post(path, body, sent):
        headers = {"authorization": f"Bearer {secret}"}
        return client.generic("POST", f"/api/v1{path}", body, content_type=sent, headers=headers)

    body = json.dumps({"answers": RIGHT})
    is_problem(post(f"/quizzes/{LESSON}/grade", body, sent), 415, "Content-Type: application/json")
    assert post(f"/quizzes/{LESSON}/grade", body, "application/vnd.school+json").status_code == 200
    is_problem(
        post("/attempts/00000000-0000-4000-8000-000000000000/finish", "", sent), 404, "None of your learners"
    )


def test_an_address_with_a_slash_at_its_end_is_told(api, is_problem):
    is_problem(api("get", "/tracks/"), 404, "end without a slash")


def test_an_unknown_lesson_a_draft_and_an_unknown_address_are_told(api, is_problem):
    is_problem(api("get", "/quizzes/nothing/here"), 404, "no published lesson 'nothing/here'")
    is_problem(api("get", "/nothing"), 404, "no address /api/v1/nothing")
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    is_problem(api("get", f"/quizzes/{LESSON}"), 404, "no published lesson")
    assert api("get", "/lessons").json() == []


def test_a_method_that_is_not_possible_is_told(api, is_problem):
    response = api("delete", "/tracks")
    is_problem(response, 405, "Possible: GET, HEAD")
    assert response.headers["Allow"] == "GET, HEAD"


def test_a_missing_wrong_or_revoked_key_is_refused(api, client, secret, is_problem):
    without = client.get("/api/v1/tracks")
    is_problem(without, 401, "#key-missing")
    assert without.headers["WWW-Authenticate"] == 'Bearer realm="Handshake API"'
    is_problem(api("get", "/tracks", authorization="Bearer hs_wrong"), 401, "#key-unknown")
    is_problem(api("get", "/tracks", authorization=secret), 401, "#key-missing")
    ApiKey.objects.update(revoked_at="2026-01-01T00:00:00Z")
    response = api("get", "/tracks")
    is_problem(response, 401, "was revoked on 2026-01-01")
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]
    ApiKey.objects.update(revoked_at=None, expires_at="2026-01-02T00:00:00Z")
    is_problem(api("get", "/tracks"), 401, "expired on 2026-01-02")
    ApiKey.objects.update(expires_at=timezone.now() + timedelta(minutes=5))
    assert api("get", "/tracks").status_code == 200


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


# Batches


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


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ([], "sheets"),
        ([{"id": "x", "answers": {"a": "a"}}] * 1001, "1000"),
        ([{"answers": RIGHT}], "sheets.0.id"),
        ([{"id": "", "answers": RIGHT}], "sheets.0.id"),
        ([{"id": "a\u0000b", "answers": RIGHT}], "sheets.0.id"),
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
