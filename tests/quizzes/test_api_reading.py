"""Tracks, lessons and quizzes, as a program reads them, and the page that documents it."""

from lessons.models import Lesson
from live_demo.lab import all_labs
from tests.quizzes.sittings import RIGHT
from tests.support.servers import LESSON


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


def test_an_unknown_lesson_a_draft_and_an_unknown_address_are_told(api, is_problem):
    is_problem(api("get", "/quizzes/nothing/here"), 404, "no published lesson 'nothing/here'")
    is_problem(api("get", "/nothing"), 404, "no address /api/v1/nothing")
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    is_problem(api("get", f"/quizzes/{LESSON}"), 404, "no published lesson")
    assert api("get", "/lessons").json() == []


def test_the_docs_page_works_under_the_policy_and_without_another_host(client):
    response = client.get("/api/v1/docs")
    html = response.content.decode()
    assert response.status_code == 200
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "://" not in html.replace("http://testserver", "")
