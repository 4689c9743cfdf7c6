import pytest

from tests.support.servers import serve_like


@pytest.fixture(params=["daphne", "uvicorn"])
def either(request):
    """Each server that the product supports, as it is in production."""
    return request.getfixturevalue(request.param)


IMPATIENT = {"DJANGO_SETTINGS_MODULE": "tests.impatient_settings"}


@pytest.fixture(scope="session")
def impatient_daphne(made_var, tmp_path_factory):
    with serve_like(made_var, tmp_path_factory.mktemp("impatient"), "daphne", **IMPATIENT) as server:
        yield server


@pytest.fixture(scope="session")
def impatient_uvicorn(made_var, tmp_path_factory):
    with serve_like(made_var, tmp_path_factory.mktemp("impatient"), "uvicorn", **IMPATIENT) as server:
        yield server


@pytest.fixture(params=["daphne", "uvicorn"])
def impatient(request):
    """Each server with limits that are reached soon."""
    return request.getfixturevalue(f"impatient_{request.param}")
