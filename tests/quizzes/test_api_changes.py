"""What has changed since, what was stored before ids and statements were, and what never changes."""

from datetime import timedelta
from uuid import UUID, uuid5

import pytest
from django.utils import timezone

from lessons.models import Learner, Lesson
from quizzes.api.models import ApiAttempt, ApiLearner
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question
from tests.quizzes.sittings import RIGHT, answer, finish, start


def statements(api, query="", **headers):
    return api("get", f"/xapi/statements{query}", **headers).json()["statements"]


@pytest.fixture
def old_attempt(api_key):
    """A finished attempt as an older version of Handshake has stored it."""
    learner = Learner.objects.create()
    ApiLearner.objects.create(client=api_key[0].client, external_id="ada", learner=learner)
    lesson, now = Lesson.objects.get(), timezone.now()
    attempt = Attempt.objects.create(learner=learner, lesson=lesson, finished_at=now)
    question = Question.every.get(key="step-that-replies")
    Response.objects.create(
        attempt=attempt, question=question, answer="b", tries=1, best=1, credit=1, answered_at=now
    )
    return attempt


def test_an_attempt_of_an_older_version_gets_an_id_and_keeps_the_ids_of_its_statements(api, old_attempt):
    (found,) = api("get", "/attempts").json()["attempts"]
    assert (found["learner"], found["score"], found["answered"]) == ("ada", 1.0, ["step-that-replies"])
    assert api("get", f"/attempts/{found['id']}").json() == found
    said = [f"answered {old_attempt.pk} step-that-replies", f"completed {old_attempt.pk} "]
    learner = UUID(str(old_attempt.learner_id))
    assert [each["id"] for each in statements(api)] == [str(uuid5(learner, each)) for each in said]
    assert len(statements(api)) == 2
    assert ApiAttempt.objects.count() == 1


def test_an_open_attempt_of_an_older_version_is_gone_on_with(api, old_attempt, is_problem):
    Attempt.objects.update(finished_at=None)
    attempt = is_problem(start(api), 409, "#attempt-open")["attempt"]
    assert attempt["answered"] == ["step-that-replies"]
    rest = {key: value for key, value in RIGHT.items() if key != "step-that-replies"}
    assert answer(api, attempt["id"], rest).status_code == 201
    finish(api, attempt["id"])
    assert api("get", f"/attempts/{attempt['id']}").json()["score"] == 3.0
    assert len(statements(api)) == 4


def test_a_statement_never_changes_once_it_is_stored(api, settings):
    attempt = start(api).json()["id"]
    answer(api, attempt)
    finish(api, attempt)
    before = statements(api)
    Question.every.filter(key="step-that-replies").update(text="Another question", reveal="never")
    Lesson.objects.update(title="Another lesson")
    Lesson.objects.get().save()
    settings.PUBLIC_URL = "https://moved.example"
    assert statements(api) == before


def test_statements_are_the_same_under_each_host_that_is_served(api):
    for number, host in enumerate(("127.0.0.1", "testserver")):
        attempt = start(api, f"student {number}", host=host).json()["id"]
        answer(api, attempt, {"step-that-replies": "b"}, host=host)
    seen = [statements(api, host=host) for host in ("127.0.0.1", "testserver")]
    assert seen[0] == seen[1]
    for one in seen[0]:
        assert one["object"]["id"].startswith("http://localhost/learn/")
        assert one["actor"]["account"]["homePage"] == "http://localhost/"
    assert len({each["object"]["id"] for each in seen[0]}) == 1


def test_a_cursor_gets_what_was_stored_since_and_nothing_twice(api):
    answer(api, start(api).json()["id"])
    first = api("get", "/xapi/statements").json()
    assert (len(first["statements"]), first["more"]) == (3, "")
    path = f"/xapi/statements?cursor={first['cursor']}"
    nothing = api("get", path).json()
    assert (nothing["statements"], nothing["cursor"]) == ([], first["cursor"])
    answer(api, start(api, "grace").json()["id"], {"step-that-replies": "a"})
    (new,) = api("get", path).json()["statements"]
    assert new["actor"]["account"]["name"] == "grace"


def test_results_are_found_by_when_they_were_started_and_finished(api):
    ids = [start(api, f"student {number}").json()["id"] for number in range(3)]
    now = timezone.now()
    for days, each in enumerate(ids):
        ended = now - timedelta(days=days) if days else None
        begun = now - timedelta(days=days, hours=1)
        Attempt.objects.filter(api__public_id=each).update(started_at=begun, finished_at=ended)

    def found(**wanted):
        times = {name: value.isoformat().replace("+00:00", "Z") for name, value in wanted.items()}
        query = "&".join(f"{name}={value}" for name, value in times.items())
        return [each["id"] for each in api("get", f"/attempts?{query}").json()["attempts"]]

    yesterday = now - timedelta(days=1)
    assert found(started_from=yesterday) == ids[:1]
    assert found(started_before=yesterday) == ids[1:]
    assert found(finished_from=yesterday) == ids[1:2]
    assert found(finished_before=yesterday) == ids[2:]
    assert found(finished_from=now - timedelta(days=3), finished_before=now) == ids[1:]
