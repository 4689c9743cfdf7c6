"""The client that the README prints, run as printed there against a real server."""

import os
import re
import subprocess
import sys

import httpx
import pytest

from tests.servers import LESSON, ROOT


def printed_client():
    return re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[1]


def test_the_readme_s_client_goes_on_after_an_answer_that_was_refused(daphne, new_key_of):
    made = {"__name__": "client"}
    exec(printed_client(), made)
    school = made["Handshake"](f"{daphne.url}/", new_key_of(daphne))
    right = {"state-after-step-2": "a", "step-that-replies": "b", "connect-without-accept": "c"}
    with pytest.raises(httpx.HTTPStatusError) as refused:
        school.sit("ada", LESSON, right | {"step-that-replies": ["b"]})
    assert [each["field"] for each in refused.value.response.json()["errors"]] == [
        "answers.step-that-replies"
    ]
    attempt = school.attempt("ada", LESSON)
    school.call("POST", f"/attempts/{attempt['id']}/responses", json={"answers": {"step-that-replies": "b"}})
    finished = school.sit("ada", LESSON, right)
    assert (finished["id"], finished["score"]) == (attempt["id"], 3.0)
    school.http.close()


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
        "ada 1.0 of 3",
    ]
