"""Whatever a program sends, the API answers as its schema says: schemathesis against a real server."""

import contextlib
import itertools
import re

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from quizzes.api.catalog import CATALOG
from tests.support.servers import LESSON, PATIENCE

pytestmark = pytest.mark.servers  # all of it: the other runs do not read this module, which takes a second
ATTEMPT = "/api/v1/attempts/{attempt}"


@pytest.fixture(scope="session")
def key(daphne, new_key_of):
    return new_key_of(daphne)


@pytest.fixture(scope="module")
def headers(key):
    """The header of the key. It is always right, so none is drawn for it."""
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture(scope="module")
def calling():
    """One connection for all calls, which looks for no proxy before each."""
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture(scope="session")
def api_schema(daphne):
    schema = schemathesis.openapi.from_url(f"{daphne.url}/api/v1/openapi.json", timeout=PATIENCE)
    schema.config.generation.codec = None  # the same characters as of UTF-8, without trying each of Unicode's
    return schema


def is_wrong(case):
    """Whether what is wrong about `case` arrives so.

    Headers do not count. None is not sent. A list repeats its name, and the last one counts.
    """
    lost = [
        value for value in (case.query or {}).values() if value is None or isinstance(value, (list, dict))
    ]
    parts = case.meta.components.items()
    return not lost and any(part.mode.is_negative for place, part in parts if place != "header")


KEY = "Idempotency-Key"


def cases(operation, mode, headers):
    """Cases of the operation.

    What is wrong about a header does not count. So no key is drawn where something is to be wrong: each
    second case has one of its own, which is right.
    """
    if mode.is_positive or KEY not in {each.name for each in operation.headers}:
        return operation.as_strategy(generation_mode=mode, headers=headers)
    numbers = itertools.count()

    def with_key(case):
        number = next(numbers)
        if number % 2:
            case.headers[KEY] = f"{operation.method} {number}"
        else:
            del case.headers[KEY]
        return case

    return operation.as_strategy(generation_mode=mode, headers=headers | {KEY: "?"}).map(with_key)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_keeps_to_the_schema(api_schema, headers, calling, mode):
    operations = [result.ok() for result in api_schema.get_all_operations()]
    assert len(operations) >= 12
    for operation in operations:

        @given(case=cases(operation, mode, headers))
        @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def answers_as_it_says(case):
            assume(mode.is_positive or is_wrong(case))
            case.call_and_validate(headers=headers, session=calling, timeout=PATIENCE)

        with contextlib.suppress(Unsatisfiable):  # nothing can be wrong with an operation that takes nothing
            answers_as_it_says()


def test_what_is_found_is_as_the_schema_says(api_schema, headers, calling, daphne):
    """The addresses name rows that exist, so that the operations get as far as their answers."""
    track, lesson = LESSON.split("/")
    there = {"track": track, "lesson": lesson}
    with httpx.Client(
        base_url=f"{daphne.url}/api/v1", headers=headers, timeout=PATIENCE, verify=False
    ) as client:
        attempt = client.post("/attempts", json={"learner": "ada", **there}).json()["id"]
        client.post(f"/attempts/{attempt}/responses", json={"answers": {"step-that-replies": "a"}})
        code = {"learner": "ada", **there, "challenge": "own-state", "source": "x = 1"}
        judged = client.post("/challenge-attempts", json=code).json()["id"]
    seen = set()
    for result in api_schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE, headers=headers))
        @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def answers_as_it_says(case):
            known = there | {"attempt": judged if "challenge" in case.path else attempt}
            case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
            if isinstance(case.body, dict) and "track" in case.body:
                case.body |= there
                case.body |= {"challenge": "own-state"} if "challenge" in case.body else {}
            # A question that the quiz does not have is 422, and no schema can know it.
            response = case.call_and_validate(
                headers=headers,
                session=calling,
                timeout=PATIENCE,
                excluded_checks=[positive_data_acceptance],
            )
            seen.add((case.method, case.path, response.status_code < 300))

        answers_as_it_says()
    good = {(method, path) for method, path, is_good in seen if is_good}
    for known in {(method, path) for method, path, _ in seen} - good:
        assert known in {("POST", "/api/v1/quizzes/{track}/{lesson}/grade"), ("POST", f"{ATTEMPT}/responses")}


OPERATIONS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def document(daphne):
    return httpx.get(f"{daphne.url}/api/v1/openapi.json", timeout=PATIENCE, verify=False).json()


def operations(document):
    for path, item in document["paths"].items():
        for method in OPERATIONS:
            if method in item:
                yield path, method, item[method]


def nodes(value, way=()):
    """Every object of a JSON document, with its keys from the root."""
    if isinstance(value, dict):
        yield way, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield from nodes(child, (*way, key))


def test_the_schema_is_openapi_3_1_and_names_every_error(document):
    assert document["openapi"].startswith("3.1")
    for _, _, operation in operations(document):
        assert {"401", "403", "422", "429", "500", "503"} <= set(operation["responses"])
        if "requestBody" in operation:
            assert {"400", "408", "411", "413", "415"} <= set(operation["responses"])


def test_every_type_of_the_catalog_that_an_operation_can_have_is_an_example_in_the_schema(document):
    assert set(CATALOG) - set(document["components"]["examples"]) == {"method-not-allowed"}


def test_the_schema_says_whose_it_is_and_where_it_is_served(document):
    assert {"title", "version", "description", "license", "contact"} <= set(document["info"])
    assert document["info"]["license"]["identifier"] == "BSD-3-Clause"
    assert [server["url"] for server in document["servers"]] == ["/"]


def test_each_operation_has_an_id_a_summary_a_tag_that_is_described_and_a_scope(document):
    tags = {tag["name"] for tag in document["tags"] if tag["description"]}
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(ids)) == len(ids) >= 12
    for _, _, operation in operations(document):
        assert operation["summary"]
        assert operation["description"]
        assert set(operation["tags"]) <= tags
        assert operation["tags"]
        ((scheme, scopes),) = operation["security"][0].items()
        assert scheme in document["components"]["securitySchemes"]
        assert set(scopes) <= {"read", "grade", "results", "manage"}
        assert scopes


def test_each_reference_of_the_schema_leads_somewhere_and_each_component_is_used(document):
    used = {node["$ref"] for _, node in nodes(document) if isinstance(node.get("$ref"), str)}
    for reference in used:
        found = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        assert found
    for part in ("schemas", "examples", "headers"):
        for name in document["components"][part]:
            assert f"#/components/{part}/{name}" in used


def test_each_response_has_its_headers_and_each_problem_an_example_of_its_status(document):
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            assert response["description"]
            assert "X-Request-Id" in response["headers"]
            if int(status) >= 400:
                (content,) = response["content"].items()
                assert content[0] == "application/problem+json"
                for name in content[1]["examples"]:
                    example = document["components"]["examples"][name]["value"]
                    assert (example["status"], example["type"].rpartition("#")[2]) == (int(status), name)
                assert content[1]["examples"]
    for status, header in (("401", "WWW-Authenticate"), ("429", "Retry-After"), ("503", "Retry-After")):
        assert header in document["paths"]["/api/v1/attempts"]["get"]["responses"][status]["headers"]


def test_the_parameters_of_a_path_are_declared_and_examples_are_where_openapi_has_them(document):
    for path, _, operation in operations(document):
        declared = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path))
        for parameter in operation["parameters"]:
            assert isinstance(parameter.get("examples", {}), dict)
            assert parameter["required"] or parameter["in"] != "path"
