"""Many calls at once, on each engine, and a body too large, on each server.

The database decides which of many calls is stored: both servers hand each call to a thread of the same pools.
"""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.quizzes.sittings import RIGHT
from tests.support.servers import LESSON, PATIENCE

AT_ONCE = 20


def client_of(server, key):
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=f"{server.url}/api/v1", headers=headers, timeout=PATIENCE, verify=False)


@pytest.fixture
def school(database_server, new_key_of):
    with client_of(database_server, new_key_of(database_server)) as client:
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
        assert len(each.json()["attempt"]["answered"]) == 3
    school.post(f"/attempts/{attempt}/finish")
    finished = school.get(f"/attempts/{attempt}").json()
    assert (finished["score"], len(finished["responses"])) == (3.0, 3)
    statements = school.get("/xapi/statements").json()["statements"]
    assert [each["verb"]["display"]["en-US"] for each in statements] == ["answered"] * 3 + ["completed"]


def test_of_many_calls_with_one_idempotency_key_one_is_stored(school):
    answers = at_once(lambda: start(school, headers={"Idempotency-Key": "one"}))
    assert {each.status_code for each in answers} == {201}
    assert len({each.content for each in answers}) == 1
    assert len(school.get("/attempts").json()["attempts"]) == 1
    assert start(school, headers={"Idempotency-Key": "one"}).headers["Idempotent-Replayed"] == "true"


def store(school, *learners, key):
    sheets = [{"learner": learner, "answers": RIGHT} for learner in learners]
    headers = {"Idempotency-Key": key}
    return school.post(f"/quizzes/{LESSON}/store-batch", json={"sheets": sheets}, headers=headers)


def test_a_learner_is_erased_beside_answers_that_come_in(school):
    """Whatever comes first: every call has a plain answer, and what remains is whole."""

    def sit(number):
        attempt = start(school).json()
        attempt = attempt.get("attempt", attempt)["id"]
        path = f"/attempts/{attempt}"
        answers = school.post(f"{path}/responses", json={"answers": RIGHT})
        return [answers.status_code, school.post(f"{path}/finish").status_code]

    def erase(number):
        return [school.delete("/learners", params={"learner": "ada"}).status_code]

    def batch(number):
        return [store(school, "grace", "ada", "edsger", key=f"{number}").status_code]

    with ThreadPoolExecutor(AT_ONCE) as threads:
        calls = [threads.submit(work, number) for number in range(33) for work in (sit, erase, batch)]
    seen = Counter(status for each in calls for status in each.result())
    assert set(seen) <= {200, 201, 204, 404, 409}
    assert seen[200]
    assert seen[204]
    school.delete("/learners", params={"learner": "ada"})
    assert {each["learner"] for each in school.get("/attempts").json()["attempts"]} <= {"grace", "edsger"}
    told = school.get("/xapi/statements", params={"limit": 500}).json()["statements"]
    assert {each["actor"]["account"]["name"] for each in told} <= {"grace", "edsger"}


def test_a_cursor_passes_by_no_change_of_calls_at_once(school):
    """A reader that follows the cursor while 20 writers store meets every attempt in its last state."""
    done, latest, told = threading.Event(), {}, []

    def follow(path, name, keep):
        cursor, last_round = "0", False
        while True:
            page = school.get(path, params={"cursor": cursor, "limit": 3}).json()
            keep(page[name])
            cursor = page["cursor"]
            if not page[name] and last_round:
                return
            last_round = done.is_set()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        readers = [
            threads.submit(
                follow,
                "/attempts",
                "attempts",
                lambda found: latest.update((each["id"], each["score"]) for each in found),
            ),
            threads.submit(follow, "/xapi/statements", "statements", told.extend),
        ]
        writers = [threads.submit(store, school, f"student {n}", key=f"{n}") for n in range(AT_ONCE)]
        assert {each.result().status_code for each in writers} == {200}
        done.set()
        for each in readers:
            each.result()
    assert list(latest.values()) == [3.0] * AT_ONCE
    assert len({each["id"] for each in told}) == len(told) == 4 * AT_ONCE


@pytest.mark.parametrize("path", ["grade", "grade-batch"])
def test_ten_megabytes_are_refused_before_they_are_read(server, new_key_of, path):
    with client_of(server, new_key_of(server)) as client:
        response = client.post(f"/quizzes/{LESSON}/{path}", content=b"[" * 10_000_000)
    assert response.status_code == 413
    assert response.headers["Content-Type"] == "application/problem+json"
