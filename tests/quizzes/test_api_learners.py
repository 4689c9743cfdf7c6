"""Each client of the API has learners, and attempts, of its own."""

import pytest
from django.utils import timezone

from lessons.models import Learner, Lesson
from quizzes.api.models import ApiClient, ApiKey, ApiLearner
from quizzes.attempt_models import Attempt, Response
from tests.quizzes.conftest import make_key
from tests.quizzes.sittings import RIGHT, SLUG, TRACK, answer, finish, start

WHERE = {"track": TRACK, "lesson": SLUG}


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


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/attempts", WHERE),
        ("/challenge-attempts", WHERE | {"challenge": "own-state", "source": "x = 1"}),
        (f"/quizzes/{TRACK}/{SLUG}/store-batch", None),
    ],
)
def test_a_learner_of_blanks_is_refused_and_told_why_wherever_one_is_sent(
    api, lesson, is_problem, path, body
):
    blank = {"learner": " \u2003 "}
    sent = {"sheets": [blank | {"answers": RIGHT}]} if body is None else body | blank
    problem = is_problem(api("post", path, sent, **{"idempotency-key": "k"}), 422, "#invalid-request")
    (error,) = problem["errors"]
    assert error["field"].endswith("learner")
    assert error["reason"] == "Send a text without control characters, and with more in it than blanks."
    assert not Learner.objects.exists()


def test_a_learner_of_blanks_that_an_earlier_version_stored_is_found_and_erased(api, attempt):
    ApiLearner.objects.update(external_id="  ")
    assert [each["id"] for each in api("get", "/attempts?learner=++").json()["attempts"]] == [attempt]
    assert api("delete", "/learners?learner=++").status_code == 204
    assert not ApiLearner.objects.exists()


def test_a_blank_around_an_identifier_is_a_part_of_it(api):
    assert start(api, " ada ").json()["learner"] == " ada "


def test_a_client_that_has_learners_is_not_deleted(api, attempt):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        ApiClient.objects.get().delete()
