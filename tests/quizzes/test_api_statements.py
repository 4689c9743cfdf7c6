"""xAPI statements of the attempts of a client's own learners."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.utils import timezone

from lessons.folder.load import load
from quizzes.api.models import ApiClient
from quizzes.kinds import kinds
from quizzes.kinds.base import Interaction
from tests.quizzes.conftest import make_key
from tests.quizzes.kinds.lessons import RIGHT as KINDS_RIGHT
from tests.quizzes.kinds.lessons import lesson_of_every_kind
from tests.quizzes.kinds.questions import Recorded, question
from tests.quizzes.sittings import RIGHT, answer, finish, start

PATH = "/xapi/statements"


@pytest.fixture
def attempt(api):
    attempt = start(api).json()["id"]
    answer(api, attempt, RIGHT | {"step-that-replies": "a"})
    finish(api, attempt)
    return attempt


def statements(api, query=""):
    return api("get", f"{PATH}{query}").json()["statements"]


def test_an_attempt_is_told_in_statements(api, attempt):
    *answers, end = statements(api)
    assert [each["verb"]["id"] for each in answers] == ["http://adlnet.gov/expapi/verbs/answered"] * 3
    assert end["verb"]["id"] == "http://adlnet.gov/expapi/verbs/completed"
    wrong = answers[1]
    assert wrong["object"]["id"].endswith("/quiz/#step-that-replies")
    assert wrong["result"] == {
        "score": {"scaled": 0.0, "raw": 0.0, "min": 0, "max": 1},
        "success": False,
        "response": "a",
    }
    assert [choice["id"] for choice in wrong["object"]["definition"]["choices"]] == ["a", "b", "c", "d"]
    assert end["result"]["score"] == {"scaled": 2 / 3, "raw": 2.0, "min": 0, "max": 3}
    assert end["result"]["completion"] is True
    assert wrong["context"]["contextActivities"]["parent"][0]["id"] == end["object"]["id"]


def test_statements_are_of_the_form_that_xapi_asks_for(api, attempt):
    """xAPI 1.0.3, part 2: no null; UUIDs, absolute addresses, times with their zone."""

    def no_null(value):
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return value is not None and all(map(no_null, children))

    for statement in statements(api):
        assert no_null(statement)
        assert set(statement) <= {
            *("id", "actor", "verb", "object", "result", "context", "timestamp", "version")
        }
        UUID(statement["id"])
        UUID(statement["context"]["registration"])
        assert set(statement["actor"]["account"]) == {"homePage", "name"}
        for address in (statement["verb"]["id"], statement["object"]["id"]):
            assert urlsplit(address).scheme
        assert 0 <= statement["result"]["score"]["scaled"] <= 1
        assert datetime.fromisoformat(statement["timestamp"]).tzinfo


def test_the_actor_is_the_account_that_the_client_knows(api, attempt):
    assert statements(api)[0]["actor"]["account"] == {"homePage": "http://localhost/", "name": "ada"}
    ApiClient.objects.update(home_page="https://school.example/")
    start(api, "grace")
    finish(api, start(api, "grace").json()["attempt"]["id"])
    first, *_, last = (each["actor"]["account"]["homePage"] for each in statements(api))
    assert (first, last) == ("http://localhost/", "https://school.example/")


def test_statements_keep_their_ids_and_come_a_page_at_a_time(api, attempt, django_assert_max_num_queries):
    answer(api, start(api, "grace").json()["id"], RIGHT)
    whole = statements(api)
    assert len({each["id"] for each in whole}) == len(whole) == 7
    page = api("get", f"{PATH}?limit=2")
    assert page.headers["X-Experience-API-Version"] == "1.0.3"
    seen = page.json()["statements"]
    while more := page.json()["more"]:
        with django_assert_max_num_queries(16):
            page = api("get", more.removeprefix("http://testserver/api/v1"))
        seen += page.json()["statements"]
    assert seen == whole


def test_the_queries_do_not_grow_with_the_statements(api, django_assert_max_num_queries):
    for number in range(10):
        attempt = start(api, f"student {number}").json()["id"]
        answer(api, attempt, RIGHT)
        finish(api, attempt)
    with django_assert_max_num_queries(16):
        assert len(statements(api)) == 40


def test_since_leaves_out_what_is_older(api, attempt):
    assert statements(api, "?since=1969-12-31T23:59:60Z") == statements(api)
    now = timezone.now().isoformat().replace("+00:00", "Z")
    assert statements(api, f"?since={now}") == []
    assert statements(api, "?since=9999-12-31T23:59:59-23:59") == []


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=1700000000", "limit=0", "limit=501", "cursor=a", "x=1", "until=then"]
)
def test_a_question_of_the_wrong_form_is_refused(api, is_problem, query):
    is_problem(api("get", f"{PATH}?{query}"), 422, query.split("=")[0])


def test_another_client_gets_none_of_them(api, attempt, caller):
    assert statements(caller(make_key(name="another school")[1])) == []


def test_each_type_of_question_is_the_interaction_that_xapi_has_for_it(api, tmp_path):
    load(lesson_of_every_kind(tmp_path))
    body = {"learner": "ada", "track": "kinds", "lesson": "every-kind"}
    attempt = api("post", "/attempts", body).json()["id"]
    answer(api, attempt, KINDS_RIGHT | {"many": ["b", "c"]})
    told = {
        each["object"]["definition"]["name"]["en-US"]: (
            each["object"]["definition"]["interactionType"],
            each["object"]["definition"].get("correctResponsesPattern"),
            each["result"]["response"],
            *(len(each["object"]["definition"].get(part, [])) for part in ("choices", "source", "target")),
        )
        for each in statements(api)
    }
    assert told == {
        "one": ("choice", ["a"], "a", 3, 0, 0),
        "many": ("choice", ["a[,]c"], "b[,]c", 3, 0, 0),
        "order": ("sequencing", ["b[,]c[,]a"], "b[,]c[,]a", 3, 0, 0),
        "pairs": ("matching", ["a[.]3[,]b[.]2"], "a[.]3[,]b[.]2", 0, 2, 3),
        "code": ("fill-in", None, "1006", 0, 0, 0),  # its key is told at the end of the quiz
        "cell": ("fill-in", None, "'Open'", 0, 0, 0),  # and this one's never
    }
    before = statements(api)
    finish(api, attempt)
    assert statements(api)[:-1] == before


@pytest.mark.parametrize(
    ("expects", "said", "told"),
    [
        ({}, "Open", ("fill-in", ["{case_matters=true}20", "{case_matters=true}21"], "Open")),
        ({"form": "code"}, "1006", ("fill-in", ["20", "21"], "1006")),
        ({"form": "number"}, "20,5", ("numeric", ["20[:]20", "21[:]21"], "20.5")),
        ({"form": "number", "tolerance": 0.5}, "7", ("numeric", ["19.5[:]20.5", "20.5[:]21.5"], "7")),
    ],
)
def test_a_short_answer_is_a_text_or_a_range_of_numbers(expects, said, told):
    asked = question("short", ("20", True), ("3", False), ("21", True), expects=expects)
    found = kinds["short"].interaction(asked)
    assert (found.type, found.correct, kinds["short"].response(asked, said)) == told


def test_a_cell_is_a_text_to_the_letter_once_it_is_recorded():
    recorded = question("cell", recorded=Recorded("'Open'"))
    assert kinds["cell"].interaction(recorded) == Interaction("fill-in", ["{case_matters=true}'Open'"])
    assert kinds["cell"].interaction(question("cell")) == Interaction("fill-in", [])
