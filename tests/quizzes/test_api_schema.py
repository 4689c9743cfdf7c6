"""Whatever a program sends, the API answers as its schema says: schemathesis against a real server."""

import contextlib

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode


@pytest.fixture(scope="session")
def key(daphne):
    return daphne.manage("make_api_key", "schemathesis").strip()


@pytest.fixture(scope="session")
def api_schema(daphne):
    return schemathesis.openapi.from_url(f"{daphne.url}/api/v1/openapi.json")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_keeps_to_the_schema(api_schema, key, mode):
    operations = [result.ok() for result in api_schema.get_all_operations()]
    assert len(operations) >= 5
    for operation in operations:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def answers_as_it_says(case):
            case.call_and_validate(headers={"Authorization": f"Bearer {key}"})

        with contextlib.suppress(Unsatisfiable):  # nothing can be wrong with an operation that takes nothing
            answers_as_it_says()


def test_the_schema_is_openapi_3_1_and_names_every_error(daphne):
    document = httpx.get(f"{daphne.url}/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for operations in document["paths"].values():
        for operation in operations.values():
            assert "401" in operation["responses"]
