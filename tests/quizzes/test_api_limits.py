"""What a key of the API may do, and how often."""

import pytest

from quizzes.attempt_models import Attempt
from tests.quizzes.conftest import make_key
from tests.quizzes.sittings import RIGHT
from tests.support.servers import LESSON


@pytest.mark.parametrize(
    ("scope", "method", "path", "body"),
    [
        ("may_read", "get", "/tracks", None),
        ("may_read", "get", f"/quizzes/{LESSON}", None),
        ("may_grade", "post", f"/quizzes/{LESSON}/grade", {"answers": RIGHT}),
        ("may_grade", "post", f"/quizzes/{LESSON}/grade-batch", {"sheets": []}),
        ("may_grade", "post", "/attempts", {}),
        ("may_grade", "post", "/attempts/00000000-0000-4000-8000-000000000000/responses", {}),
        ("may_grade", "post", "/attempts/00000000-0000-4000-8000-000000000000/finish", {}),
        ("may_see_results", "get", "/attempts", None),
        ("may_see_results", "get", "/attempts/00000000-0000-4000-8000-000000000000", None),
        ("may_see_results", "get", "/xapi/statements", None),
        ("may_manage", "delete", "/learners?learner=ada", None),
    ],
)
def test_a_key_without_the_scope_is_told_which_one_it_needs(
    api_key, caller, is_problem, scope, method, path, body
):
    _, secret = make_key(**{scope: False})
    name = {"may_see_results": "results"}.get(scope, scope.removeprefix("may_"))
    response = caller(secret)(method, path, body)
    is_problem(response, 403, f"the scope '{name}'")
    assert f'error="insufficient_scope", scope="{name}"' in response.headers["WWW-Authenticate"]
    assert not Attempt.objects.exists()


def test_a_key_may_call_so_often_a_minute(api, api_key, caller, is_problem, settings, monkeypatch):
    monkeypatch.setattr("quizzes.api.rate.time.time", lambda: 1_800_000_015.5)
    settings.API = settings.API | {"REQUESTS_PER_MINUTE": 2}
    first, second, third = (api("get", "/tracks") for _ in range(3))
    assert first.headers["RateLimit-Policy"] == '"default";q=2;w=60'
    assert first.headers["RateLimit"] == '"default";r=1;t=45'
    assert second.headers["RateLimit"] == '"default";r=0;t=45'
    is_problem(third, 429, "2 times a minute")
    assert third.headers["Retry-After"] == "45"
    assert third.headers["RateLimit"] == '"default";r=0;t=45'
    assert caller(make_key()[1])("get", "/tracks").status_code == 200
    monkeypatch.setattr("quizzes.api.rate.time.time", lambda: 1_800_000_060.0)
    assert api("get", "/tracks").status_code == 200


def test_a_refusal_counts_too(api, settings):
    settings.API = settings.API | {"REQUESTS_PER_MINUTE": 1}
    assert api("get", "/lessons/no/thing").headers["RateLimit"].startswith('"default";r=0')
    assert api("get", "/tracks").status_code == 429
