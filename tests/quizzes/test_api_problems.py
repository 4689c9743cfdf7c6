"""Every error below /api/ is a problem with a type of its own, an id of its request, and its headers."""

import gzip
import json
import re

import pytest
from django.db import OperationalError
from psycopg_pool import PoolTimeout

from quizzes.api import reading
from quizzes.api.catalog import CATALOG
from tests.quizzes.sittings import RIGHT
from tests.support.servers import LESSON
from tutorial.circuit_breaker import Breaker
from tutorial.pages.refusals import refusal

GRADE = f"/api/v1/quizzes/{LESSON}/grade"


def test_the_type_of_each_problem_leads_to_its_entry_in_the_catalog(api, client):
    uri = api("get", "/lessons/no/thing").json()["type"]
    page = client.get(uri.removeprefix("http://localhost").partition("#")[0])
    assert page.status_code == 200
    entries = re.findall(r'<h2 id="([\w-]+)">.*?</h2>\s*<p><code>', page.content.decode())
    assert entries == list(CATALOG)
    assert uri.partition("#")[2] == "not-found"


def test_types_are_named_by_the_public_address_whatever_the_host(api, settings):
    settings.PUBLIC_URL = "https://learn.example.org"
    uri = api("get", "/nothing", host="127.0.0.1").json()["type"]
    assert uri == "https://learn.example.org/api/problems#no-such-address"


def test_json_of_very_many_values_is_refused_before_it_is_parsed(api, is_problem):
    response = api("post", f"/quizzes/{LESSON}/grade-batch", "[" + "1," * 1_000_001)
    body = is_problem(response, 400, "#invalid-json")
    assert "1,000,001 commas, and at most 1,000,000" in body["detail"]


def test_a_database_that_does_not_answer_is_a_problem_to_try_again(api, is_problem, monkeypatch, caplog):
    def fail(*arguments):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(reading, "find_lesson", fail)
    response = api("get", f"/quizzes/{LESSON}")
    body = is_problem(response, 503, "#unavailable")
    assert response.headers["Retry-After"] == "2"
    assert body["request_id"] in caplog.text
    assert "the connection is lost" not in json.dumps(body)


def test_a_database_that_is_gone_before_the_key_is_read_is_one_too(api, is_problem, monkeypatch):
    def fail(secret):
        raise OperationalError("no more connections")

    monkeypatch.setattr("quizzes.api.access.find_key", fail)
    is_problem(api("get", "/tracks"), 503, "#unavailable")


def test_a_database_without_connections_is_told_to_whoever_waits_next(api, is_problem, monkeypatch):
    """`tutorial.database_away` then answers for a second without waiting, whatever the address."""

    def fail(secret):
        raise OperationalError("no connection") from PoolTimeout()

    with monkeypatch.context() as broken:
        broken.setattr("quizzes.api.access.find_key", fail)
        broken.setattr("tutorial.database_away._breaker", Breaker(60))
        is_problem(api("get", "/tracks"), 503, "#unavailable")
        response = api("get", "/problems-are-elsewhere")
        is_problem(
            response, 503, "The database cannot be reached right now. Nothing of this call was stored."
        )
        assert response.headers["Retry-After"] == "5"
        assert response.headers["Cache-Control"] == "no-store"
    assert api("get", "/tracks").status_code == 200


def test_a_bug_is_a_problem_whose_cause_stands_in_the_log_alone(api, is_problem, monkeypatch, caplog):
    monkeypatch.setattr(reading, "find_lesson", lambda *arguments: 1 / 0)
    body = is_problem(api("get", f"/quizzes/{LESSON}"), 500, "#internal-error")
    assert body["request_id"] in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "Zero" not in json.dumps(body)


def test_what_is_refused_before_the_api_is_a_problem_too(api, is_problem, client):
    is_problem(api("get", "/tracks", host="evil.example"), 400, "#bad-request")
    is_problem(api("get", "/attempts?learner=%00"), 400, "The address has a NUL (%00) in it.")
    is_problem(client.get("/api/"), 404, "#no-such-address")
    is_problem(client.get("/api/v1/"), 404, "#no-such-address")
    is_problem(client.post("/api/nothing", b"x", "text/plain"), 404, "#no-such-address")


def test_a_key_that_is_sent_without_tls_is_refused_and_pages_are_redirected(
    api, is_problem, client, settings
):
    settings.SECURE_SSL_REDIRECT = True
    body = is_problem(api("post", f"/quizzes/{LESSON}/grade", {"answers": RIGHT}), 403, "#https-only")
    assert "ask for a new one" in body["detail"]
    assert client.get("/api/problems").status_code == 301


def test_a_network_whose_calls_fill_the_queue_is_told_to_wait():
    response = refusal("/api/v1/tracks", 429, "Too many.", retry_after=2)
    body = json.loads(response.content)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "2")
    assert (body["status"], body["type"].partition("#")[2]) == (429, "network-busy")


@pytest.mark.parametrize(
    ("path", "status"), [("/tracks", 200), ("/nothing", 404), ("/lessons/no/thing", 404)]
)
def test_head_is_answered_as_get_is_without_the_body(api, path, status):
    got, head = api("get", path), api("head", path)
    assert (got.status_code, head.status_code, head.content) == (status, status, b"")
    assert head.headers["Content-Length"] == str(len(got.content))
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    assert head.headers["X-Request-Id"] != got.headers["X-Request-Id"]


def test_a_body_that_is_encoded_or_of_no_known_length_is_refused_and_not_dropped(client, secret, is_problem):
    def post(body, **headers):
        headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}"} | headers
        return client.generic("POST", GRADE, body, "application/json", **headers)

    body = json.dumps({"answers": RIGHT}).encode()
    response = post(gzip.compress(body), HTTP_CONTENT_ENCODING="gzip")
    is_problem(response, 415, "#content-encoding")
    assert response.headers["Accept-Encoding"] == "identity"
    is_problem(post(body, HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH=""), 411, "#length-missing")
    assert post(body).json()["score"] == 3


def test_each_operation_that_promises_304_keeps_it_and_results_are_kept_nowhere(api, client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    promised = [
        path for path, methods in paths.items() if "304" in methods.get("get", {}).get("responses", {})
    ]
    assert len(promised) == 5
    for path in promised:
        path = path.removeprefix("/api/v1").replace("{track}/{lesson}", LESSON)
        first = api("get", path)
        assert first.headers["Cache-Control"] == "private, no-cache", path
        again = api("get", path, **{"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert "RateLimit" in again.headers
        assert api("get", path, **{"if-none-match": '"another"'}).status_code == 200
    assert api("get", "/attempts").headers["Cache-Control"] == "no-store"
    assert api("get", "/nothing").status_code == 404


def test_the_description_is_made_once_and_may_be_kept(client, monkeypatch):
    first = client.get("/api/v1/openapi.json")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    monkeypatch.setattr("ninja.openapi.schema.OpenAPISchema.get_paths", lambda self: 1 / 0)
    again = client.get("/api/v1/openapi.json")
    assert again.json() == first.json()
    kept = client.get("/api/v1/openapi.json", headers={"if-none-match": first.headers["ETag"]})
    assert kept.status_code == 304


@pytest.mark.parametrize(
    "sent", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_body_that_is_not_declared_as_json_is_refused(client, secret, is_problem, sent):
    def post(path, body, sent):
        headers = {"authorization": f"Bearer {secret}"}
        return client.generic("POST", f"/api/v1{path}", body, content_type=sent, headers=headers)

    body = json.dumps({"answers": RIGHT})
    is_problem(post(f"/quizzes/{LESSON}/grade", body, sent), 415, "Content-Type: application/json")
    assert post(f"/quizzes/{LESSON}/grade", body, "application/vnd.school+json").status_code == 200
    is_problem(
        post("/attempts/00000000-0000-4000-8000-000000000000/finish", "", sent), 404, "None of your learners"
    )


def test_an_id_and_an_empty_text_that_cannot_be_are_told_in_plain_words(api, is_problem):
    is_problem(api("get", "/attempts/nope"), 422, "Send an id as the API gave it, such as 2cdba1b1-")
    is_problem(api("get", "/attempts?learner="), 422, "Send a text that is not empty.")


def test_an_address_with_a_slash_at_its_end_is_told(api, is_problem):
    is_problem(api("get", "/tracks/"), 404, "end without a slash")


def test_a_method_that_is_not_possible_is_told(api, is_problem):
    response = api("delete", "/tracks")
    is_problem(response, 405, "Possible: GET, HEAD")
    assert response.headers["Allow"] == "GET, HEAD"
