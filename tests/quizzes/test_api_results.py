"""Pages of results, as a program reads them."""

import pytest

from tests.quizzes.sittings import SLUG, TRACK, answer, finish, start


def test_results_come_in_pages_and_by_learner_lesson_and_state(api, django_assert_max_num_queries):
    ids = [start(api, f"student {number}").json()["id"] for number in range(5)]
    finish(api, ids[1])
    with django_assert_max_num_queries(7):
        page = api("get", "/attempts?limit=2").json()
    seen = [each["id"] for each in page["attempts"]]
    while page["next"]:
        page = api("get", page["next"].removeprefix("http://testserver/api/v1")).json()
        seen += [each["id"] for each in page["attempts"]]
    assert seen == [ids[0], *ids[2:], ids[1]]
    assert api("get", f"/attempts?cursor={page['cursor']}").json() == {
        "attempts": [],
        "next": None,
        "cursor": page["cursor"],
    }
    answer(api, ids[3])
    changed = api("get", f"/attempts?cursor={page['cursor']}").json()["attempts"]
    assert [each["id"] for each in changed] == [ids[3]]
    finish(api, ids[3])

    def found(query):
        return [each["id"] for each in api("get", f"/attempts?{query}").json()["attempts"]]

    assert found("learner=student%203") == [ids[3]]
    assert found(f"track={TRACK}&lesson={SLUG}&state=finished") == [ids[1], ids[3]]
    assert found("state=open") == [ids[0], ids[2], ids[4]]
    assert found("lesson=another") == []


def test_the_queries_of_a_page_do_not_grow_with_its_rows(api, django_assert_max_num_queries):
    for number in range(20):
        answer(api, start(api, f"student {number}").json()["id"])
    with django_assert_max_num_queries(7):
        page = api("get", "/attempts").json()
    assert [each["score"] for each in page["attempts"]] == [3.0] * 20


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "cursor=-1", "state=half", "learnr=ada", "learner=", "started_from=now"]
)
def test_a_filter_that_is_none_is_refused(api, is_problem, query):
    is_problem(api("get", f"/attempts?{query}"), 422, query.split("=")[0])
