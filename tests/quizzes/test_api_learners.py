"""Each client of the API has learners, and attempts, of its own."""

import pytest
from django.utils import timezone

from lessons.models import Learner, Lesson
from quizzes.api.models import ApiClient, ApiKey, ApiLearner
from quizzes.attempt_models import Attempt, Response
from tests.quizzes.conftest import make_key
from tests.quizzes.sittings import answer, finish, start


def test_clients_do_not_meet_each_others_learners(api, other_client, attempt, is_problem):
    is_problem(
        other_client("get", f"/attempts/{attempt}"), 404, f"None of your learners has an attempt {attempt}"
    )
    is_problem(answer(other_client, attempt), 404, "None of your learners")
    is_problem(finish(other_client, attempt), 404, "None of your learners")
    assert other_client("get", "/attempts?learner=ada").json()["attempts"] == []
    assert start(other_client).json()["id"] != attempt
    assert Learner.objects.count() == 2


def test_a_new_key_of_the_same_client_sees_its_learners(api_key, api, attempt, caller):
    second = caller(make_key(client=api_key[0].client)[1])
    ApiKey.objects.filter(pk=api_key[0].pk).update(revoked_at=timezone.now())
    assert second("get", f"/attempts/{attempt}").json()["learner"] == "ada"


def test_learners_of_the_pages_are_not_handed_out(api, is_problem):
    own = Attempt.objects.create(learner=Learner.objects.create(), lesson=Lesson.objects.get())
    assert api("get", "/attempts").json()["attempts"] == []
    is_problem(api("get", f"/attempts/{own.pk}"), 422, "attempt")
    is_problem(answer(api, own.pk), 422, "attempt")
    assert api("get", "/xapi/statements").json()["statements"] == []


def test_a_learner_is_deleted_with_everything_and_nobody_elses(api, other_client, attempt, is_problem):
    answer(api, attempt)
    start(other_client)
    is_problem(api("delete", "/learners?learner=grace"), 404, "no learner 'grace'")
    is_problem(api("delete", "/learners"), 422, "learner")
    assert api("delete", "/learners?learner=ada").status_code == 204
    assert not Response.objects.exists()
    assert [each.client.name for each in ApiLearner.objects.all()] == ["another school"]
    assert Learner.objects.count() == Attempt.objects.count() == 1


def test_a_client_that_has_learners_is_not_deleted(api, attempt):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        ApiClient.objects.get().delete()
