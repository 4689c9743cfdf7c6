"""The client that the README prints, run as printed there against a real server."""

import os
import re
import subprocess
import sys

import httpx
import pytest

from tests.quizzes.sittings import RIGHT
from tests.support.servers import LESSON, ROOT


def printed_client():
    return re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[1]


@pytest.fixture
def school(daphne, new_key_of):
    made = {"__name__": "client"}
    exec(printed_client(), made)
    found = made["Handshake"](f"{daphne.url}/", new_key_of(daphne))
    yield found
    found.http.close()


def test_a_class_of_200_is_stored_in_one_call_and_read_back(school):
    calls = []
    school.http.event_hooks["request"].append(calls.append)
    class_of_200 = {f"student {number}": RIGHT for number in range(200)}
    verdicts = list(school.store(LESSON, class_of_200, "homework 1"))
    assert len(calls) == 1
    assert [each["learner"] for each in verdicts] == list(class_of_200)
    assert {each["grade"]["score"] for each in verdicts} == {3.0}
    assert list(school.store(LESSON, class_of_200, "homework 1")) == verdicts
    results = list(school.results())
    assert len(results) == len({each["learner"] for each in results}) == 200
    assert list(school.results(cursor=school.cursor)) == []


def test_a_sheet_that_was_refused_is_mended_and_stored(school):
    wrong = RIGHT | {"step-that-replies": ["b"]}
    ada, grace = school.store(LESSON, {"ada": wrong, "grace": RIGHT}, "homework 1")
    assert [each["field"] for each in ada["problem"]["errors"]] == ["answers.step-that-replies"]
    assert (ada["grade"], grace["problem"]) == (None, None)
    (ada,) = school.store(LESSON, {"ada": RIGHT}, "homework 1, mended")
    assert ada["grade"]["score"] == 3.0
    assert [each["learner"] for each in school.results()] == ["grace", "ada"]


@pytest.mark.parametrize(("status", "waits"), [(409, [7, 7]), (429, [7, 7]), (503, [7, 7]), (500, [1, 5])])
def test_the_client_waits_as_it_is_asked_to_and_sends_the_same_key(status, waits, monkeypatch):
    made = {"__name__": "client"}
    exec(printed_client(), made)
    slept, keys = [], []
    monkeypatch.setattr("time.sleep", slept.append)

    def answer(request):
        keys.append(request.headers["Idempotency-Key"])
        headers = {"Retry-After": "7"} if status != 500 else {}
        return httpx.Response(200, json={}) if len(keys) == 3 else httpx.Response(status, headers=headers)

    school = made["Handshake"]("http://school.example", "hs_x")
    school.http.close()
    with httpx.Client(base_url="http://school.example", transport=httpx.MockTransport(answer)) as school.http:
        assert school.call("POST", "/attempts", json={}) == {}
    assert slept == waits
    assert len(set(keys)) == 1


def test_the_client_does_not_repeat_what_was_refused(school):
    calls = []
    school.http.event_hooks["request"].append(calls.append)
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        school.quiz("no/lesson")
    assert len(calls) == 1


def test_the_readme_s_client_works_as_printed(daphne, new_key_of, tmp_path):
    program = tmp_path / "client.py"
    program.write_text(printed_client())
    key = new_key_of(daphne)
    env = os.environ | {"HANDSHAKE_URL": daphne.url, "HANDSHAKE_KEY": key}
    done = subprocess.run(
        [sys.executable, "-W", "error", program], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "ada 1.0",
        "grace this quiz has no question 'no-such-question'",
        "ada is stored",
        "grace this quiz has no question 'no-such-question'",
        "ada 1.0 of 3",
    ]
