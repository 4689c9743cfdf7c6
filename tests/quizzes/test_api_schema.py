"""Whatever a program sends, the API answers as its schema says: schemathesis against a real server."""

import contextlib

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.servers import LESSON

ATTEMPT = "/api/v1/attempts/{attempt}"


@pytest.fixture(scope="session")
def key(daphne, new_key_of):
    return new_key_of(daphne)


@pytest.fixture(scope="session")
def api_schema(daphne):
    return schemathesis.openapi.from_url(f"{daphne.url}/api/v1/openapi.json")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_keeps_to_the_schema(api_schema, key, mode):
    operations = [result.ok() for result in api_schema.get_all_operations()]
    assert len(operations) >= 12
    for operation in operations:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def answers_as_it_says(case):
            case.call_and_validate(headers={"Authorization": f"Bearer {key}"})

        with contextlib.suppress(Unsatisfiable):  # nothing can be wrong with an operation that takes nothing
            answers_as_it_says()


def test_what_is_found_is_as_the_schema_says(api_schema, daphne, key):
    """With the addresses of what there is, the operations get as far as their answers."""
    track, lesson = LESSON.split("/")
    there = {"track": track, "lesson": lesson}
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=f"{daphne.url}/api/v1", headers=headers) as client:
        attempt = client.post("/attempts", json={"learner": "ada", **there}).json()["id"]
        client.post(f"/attempts/{attempt}/responses", json={"answers": {"step-that-replies": "a"}})
    seen = set()
    for result in api_schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def answers_as_it_says(case):
            known = there | {"attempt": attempt}
            case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
            if isinstance(case.body, dict) and "track" in case.body:
                case.body |= there
            # A question that the quiz does not have is 422, and no schema can know it.
            response = case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])
            seen.add((case.method, case.path, response.status_code < 300))

        answers_as_it_says()
    good = {(method, path) for method, path, is_good in seen if is_good}
    for known in {(method, path) for method, path, _ in seen} - good:
        assert known in {("POST", "/api/v1/quizzes/{track}/{lesson}/grade"), ("POST", f"{ATTEMPT}/responses")}


def test_the_schema_is_openapi_3_1_and_names_every_error(daphne):
    document = httpx.get(f"{daphne.url}/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for operations in document["paths"].values():
        for operation in operations.values():
            assert {"401", "403", "422", "429"} <= set(operation["responses"])
            if "requestBody" in operation:
                assert {"400", "413", "415"} <= set(operation["responses"])
