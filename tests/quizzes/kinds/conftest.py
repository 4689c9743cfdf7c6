"""A learner's answers to a lesson with a question of each type."""

import pytest

from tests.lessons.learners import with_cookie
from tests.quizzes.kinds.lessons import NUMBERS, PAGE

HTMX = {"HX-Request": "true"}


@pytest.fixture
def quiz(client, every_kind):
    with_cookie(client)

    def post(key, answer=None, headers=HTMX, path="", **more):
        prefix = f"q{NUMBERS.get(key)}"
        data = {f"{prefix}-{name}": value for name, value in more.items()}
        if answer is not None:
            data[f"{prefix}-choice"] = answer
        return client.post(f"{PAGE}quiz/{key}/{path}", data, headers=headers)

    return post
