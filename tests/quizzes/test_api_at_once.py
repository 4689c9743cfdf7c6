"""Many calls at once and a body too large, on each server and each engine."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.servers import LESSON, PATIENCE

RIGHT = {"state-after-step-2": "a", "step-that-replies": "b", "connect-without-accept": "c"}
AT_ONCE = 20


@pytest.fixture
def school(server, new_key_of):
    headers = {"Authorization": f"Bearer {new_key_of(server)}"}
    with httpx.Client(base_url=f"{server.url}/api/v1", headers=headers, timeout=PATIENCE) as client:
        yield client


def at_once(call):
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(lambda _: call(), range(AT_ONCE)))


def start(school, learner="ada", **options):
    track, lesson = LESSON.split("/")
    return school.post("/attempts", json={"learner": learner, "track": track, "lesson": lesson}, **options)


def test_of_many_starts_one_is_stored(school):
    assert Counter(each.status_code for each in at_once(lambda: start(school))) == {201: 1, 409: AT_ONCE - 1}
    assert len(school.get("/attempts").json()["attempts"]) == 1


def test_of_many_answers_one_is_stored(school):
    attempt = start(school).json()["id"]
    path = f"/attempts/{attempt}/responses"
    answers = at_once(lambda: school.post(path, json={"answers": RIGHT}))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: AT_ONCE - 1}
    for each in answers:
        assert len(each.json()["attempt"]["responses"]) == 3
    finished = school.post(f"/attempts/{attempt}/finish").json()
    assert (finished["score"], len(finished["responses"])) == (3.0, 3)
    statements = school.get("/xapi/statements").json()["statements"]
    assert [each["verb"]["display"]["en-US"] for each in statements] == ["answered"] * 3 + ["completed"]


def test_of_many_calls_with_one_idempotency_key_one_is_stored(school):
    answers = at_once(lambda: start(school, headers={"Idempotency-Key": "one"}))
    assert {each.status_code for each in answers} <= {201, 409}
    assert len({each.content for each in answers if each.status_code == 201}) == 1
    assert len(school.get("/attempts").json()["attempts"]) == 1
    assert start(school, headers={"Idempotency-Key": "one"}).headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("path", ["grade", "grade-batch"])
def test_ten_megabytes_are_refused_before_they_are_read(school, path):
    response = school.post(f"/quizzes/{LESSON}/{path}", content=b"[" * 10_000_000)
    assert response.status_code == 413
    assert response.headers["Content-Type"] == "application/problem+json"
