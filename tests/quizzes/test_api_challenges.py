"""Programs have code judged, and read verdicts and statements of it, each once and unchanged."""

import pytest

from lessons.models import Learner
from live_demo.challenges import for_programs
from live_demo.challenges.definition import challenges_of
from live_demo.challenges.judge_thread import store
from live_demo.challenges.models import ChallengeAttempt
from live_demo.challenges.result import Result
from live_demo.sandbox.status import Status
from quizzes.api.models import ApiChallengeAttempt
from tests.quizzes.conftest import make_key
from tests.support.fake_judge import PlayedJudge

WHERE = {"track": "django-channels", "lesson": "websocket-support", "challenge": "own-state"}
SOURCE = challenges_of("chat")["own-state"].right["counter"]
KEPT = Result("numbers", "The messages are numbered.", passed=True)
BROKEN = Result("numbers", "The messages are numbered.", words="client 1 should have got '1: a'")


@pytest.fixture
def judge(monkeypatch):
    played = PlayedJudge()
    monkeypatch.setattr(for_programs, "judge", lambda: played)
    monkeypatch.setattr(for_programs, "status", Status)
    return played


@pytest.fixture
def attempt(api, judge, lesson, django_capture_on_commit_callbacks):
    def attempt(learner="ada", source=SOURCE, **options):
        with django_capture_on_commit_callbacks(execute=True):
            body = {"learner": learner, **WHERE, "source": source} | options
            return api("post", "/challenge-attempts", body)

    return attempt


def listed(api, query=""):
    return api("get", f"/challenge-attempts{query}").json()


def statements(api, cursor="0"):
    return api("get", f"/xapi/statements?cursor={cursor}").json()


def test_the_challenges_of_a_lesson_are_told_without_solutions(api, lesson):
    [found] = [
        each
        for each in api("get", "/challenges/django-channels/websocket-support").json()
        if each["name"] == "own-state"
    ]
    assert found["promises"][0] == "The messages of a connection are numbered from 1."
    assert "class CountingConsumer" in found["starter"]
    assert found["url"].endswith("/live/django-channels/websocket-support/challenges/own-state/")
    assert SOURCE not in str(found)


def test_code_is_judged_and_its_verdict_comes_once(api, attempt, judge):
    made = attempt()
    assert made.status_code == 202
    assert "state" not in made.json()
    [(attempt_id, name, source)] = judge.asked
    assert (name, source) == ("own-state", SOURCE)
    first = listed(api)
    assert first["attempts"][0] | made.json() == first["attempts"][0]
    assert first["attempts"][0]["state"] == "pending"
    assert statements(api)["statements"] == []
    store(attempt_id, [BROKEN])
    second = listed(api, f"?cursor={first['cursor']}")
    [failed] = second["attempts"]
    assert (failed["state"], failed["credit"]) == ("failed", 0)
    assert failed["checks"] == [
        {"name": "numbers", "promise": KEPT.promise, "passed": False, "words": BROKEN.words}
    ]
    assert api("get", f"/challenge-attempts/{failed['id']}").json() == failed
    [attempted] = statements(api)["statements"]
    assert attempted["verb"]["id"] == "http://adlnet.gov/expapi/verbs/attempted"
    assert attempted["result"]["success"] is False
    attempt()
    store(judge.asked[-1][0], [KEPT])
    later = statements(api)
    assert [each["verb"]["display"]["en-US"] for each in later["statements"]] == [
        "attempted",
        "attempted",
        "passed",
    ]
    assert later["statements"][0] == attempted, "a statement never changes"
    assert later["statements"][2]["result"]["score"]["scaled"] == 0.8
    assert later["statements"][2]["object"]["id"].endswith("/challenges/own-state/")
    assert len({each["id"] for each in later["statements"]}) == 3
    assert statements(api, later["cursor"])["statements"] == []
    [solved] = listed(api, f"?cursor={second['cursor']}")["attempts"]
    assert (solved["state"], solved["credit"]) == ("passed", 0.8)
    ChallengeAttempt.objects.update(results=[], passed=False)
    assert listed(api)["attempts"] == [failed, solved]
    assert listed(api, "?learner=grace")["attempts"] == []
    assert listed(api, "?challenge=own-state&limit=1")["next"]


def test_what_cannot_be_judged_is_no_try_and_no_statement(api, attempt, judge):
    attempt()
    store(judge.asked[0][0], [], "Your code could not be run.")
    [found] = listed(api)["attempts"]
    assert (found["state"], found["why"]) == ("unjudged", "Your code could not be run.")
    assert statements(api)["statements"] == []


def test_a_learner_has_one_attempt_judged_at_a_time(attempt):
    assert attempt().status_code == 202
    again = attempt()
    assert again.status_code == 503
    assert again.headers["Retry-After"] == "5"
    assert ApiChallengeAttempt.objects.count() == 1


def test_many_attempts_of_programs_wait_and_those_of_pages_take_no_place_of_theirs(attempt, judge):
    judge.waiting = {"": for_programs.MAX_PENDING}
    refused = attempt()
    assert refused.status_code == 503
    assert "Many attempts wait to be judged." in refused.json()["detail"]
    judge.waiting = {"127.0.3.1": 1000}
    assert attempt().status_code == 202


def test_unknown_challenges_and_bad_code_are_refused_and_store_nothing(attempt, judge, monkeypatch):
    assert attempt(challenge="none").status_code == 404
    assert attempt(source=" \n ").status_code == 422
    monkeypatch.setattr(for_programs, "status", lambda: Status("It is switched off."))
    off = attempt()
    assert (off.status_code, "It is switched off." in off.json()["detail"]) == (503, True)
    assert not judge.asked
    assert not Learner.objects.exists()


def test_a_client_sees_and_erases_its_own_attempts_alone(api, caller, attempt, judge):
    made = attempt().json()
    store(judge.asked[0][0], [KEPT])
    _, other = make_key(name="another school")
    theirs = caller(other)
    assert listed(theirs)["attempts"] == []
    assert theirs("get", f"/challenge-attempts/{made['id']}").status_code == 404
    assert len(statements(api)["statements"]) == 2
    assert api("delete", "/learners?learner=ada").status_code == 204
    assert listed(api)["attempts"] == []
    assert statements(api)["statements"] == []
    assert not ChallengeAttempt.objects.exists()


def test_verdicts_need_the_scope_results(caller, db):
    _, only_grade = make_key(may_see_results=False)
    for path in ("/challenge-attempts", "/challenge-attempts/2cdba1b1-8df7-47ad-bf23-f6d7cccc4bc2"):
        assert caller(only_grade)("get", path).status_code == 403
