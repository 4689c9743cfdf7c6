"""Stale pages, double clicks and replays count once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from lessons.folder.load import load
from quizzes.attempt_models import Response
from tests.quizzes.kinds.lessons import PAGE, credit, lesson_of_every_kind


def try_token(response):
    return re.search(r'name="q\d-try_token" value="([\d-]+)"', response.text)[1]


def test_a_double_click_on_an_order_is_a_stale_page(quiz):
    first = {"answer": ["c", "b", "a"], "try_token": "1-0"}
    assert [quiz("order", **first).status_code for _ in range(2)] == [200, 409]


def test_a_try_too_many_is_refused_and_the_stored_result_shown(quiz):
    for choice in "bcb":
        quiz("one", choice)
    response = quiz("one", "a")
    assert response.status_code == 409
    assert "Your stored answer counts" in response.text
    assert credit("one") == 0.0
    assert Response.objects.get().tries == 3


def test_a_stale_page_a_double_click_and_a_replay_count_once(quiz, client):
    first = try_token(client.get(f"{PAGE}quiz/"))
    assert quiz("one", "b", try_token=first).status_code == 200
    for _ in range(3):
        response = quiz("one", "c", try_token=first)
        assert response.status_code == 409
        assert "Nothing was counted" in response.text
        assert "2 tries left" in response.text
    assert Response.objects.get().tries == 1
    assert quiz("one", "a", try_token=try_token(response)).status_code == 200
    assert credit("one") == 0.7


def test_a_page_from_before_the_new_attempt_is_stale(quiz, client):
    first = try_token(client.get(f"{PAGE}quiz/"))
    quiz("one", "a", try_token=first)
    client.post(f"{PAGE}quiz/again/", headers={"HX-Request": "true"})
    assert quiz("one", "b", try_token=first).status_code == 409
    fresh = try_token(client.get(f"{PAGE}quiz/"))
    assert fresh != first
    assert quiz("one", "b", try_token=fresh).status_code == 200
    assert Response.objects.count() == 2


@pytest.mark.parametrize("odd", ["x", "1-9", "<script>", "9" * 999, "1-0\0"])
def test_an_odd_try_token_counts_nothing(quiz, odd):
    assert quiz("one", "a", try_token=odd).status_code in (400, 409)
    assert not Response.objects.exists()


def test_fifty_tries_at_once_count_one(database_server, at_database, tmp_path):
    at_database(database_server, load, lesson_of_every_kind(tmp_path))
    with database_server.learner() as learner:
        token = learner.csrf_token(f"{PAGE}quiz/")
        headers = {"HX-Request": "true", "X-CSRFToken": token}
        data = {"q1-choice": "b", "q1-try_token": "1-0"}

        def send(_):
            return learner.post(f"{PAGE}quiz/one/", data=data, headers=headers)

        with ThreadPoolExecutor(50) as pool:
            responses = list(pool.map(send, range(50)))
        assert sorted(response.status_code for response in responses) == [200] + [409] * 49
        assert all("2 tries left" in response.text for response in responses)
