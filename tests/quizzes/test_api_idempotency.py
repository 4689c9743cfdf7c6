"""Idempotency-Key: a call that is sent again is answered as before, and stores nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.api.models import ApiLearner, StoredResponse
from quizzes.attempt_models import Attempt, Response
from tests.quizzes.sittings import RIGHT, answer, finish, start

KEY = {"idempotency-key": "one"}


def test_the_same_call_again_is_answered_as_before_and_stores_nothing(api):
    first, second = start(api, **KEY), start(api, **KEY)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    attempt = first.json()["id"]
    for call in (answer, finish):
        key = {"idempotency-key": call.__name__}
        assert call(api, attempt, **key).content == call(api, attempt, **key).content
    assert Response.objects.count() == 3


def test_the_same_key_with_another_call_is_refused(api, is_problem):
    start(api, **KEY)
    is_problem(start(api, "grace", **KEY), 422, "used for another request")
    assert ApiLearner.objects.count() == 1


def test_a_refused_call_leaves_its_key_free(api, attempt, is_problem):
    is_problem(answer(api, attempt, {"nothing": "a"}, **KEY), 422, "no question")
    assert answer(api, attempt, RIGHT, **KEY).status_code == 201


def test_a_key_is_kept_for_a_day_and_belongs_to_its_client(api, other_client):
    start(api, **KEY)
    assert start(other_client, **KEY).status_code == 201
    StoredResponse.objects.update(claimed_at=timezone.now() - timedelta(hours=24, minutes=1))
    assert start(api, "grace", **KEY).status_code == 201
    assert StoredResponse.objects.filter(claimed_at__gt=timezone.now() - timedelta(hours=1)).count() == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "two words"])
def test_an_idempotency_key_of_the_wrong_form_is_refused(api, is_problem, key):
    is_problem(start(api, **{"idempotency-key": key}), 422, "Idempotency-Key")
    assert not Attempt.objects.exists()
