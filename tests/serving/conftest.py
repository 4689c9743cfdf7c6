import pytest

from tests.support.servers import environment, serve, var_like


@pytest.fixture(params=["daphne", "uvicorn"])
def either(request):
    """Each server that the product supports, as it is in production."""
    return request.getfixturevalue(request.param)


def _impatient(name, made_var, tmp_path_factory):
    var = var_like(made_var, tmp_path_factory.mktemp("impatient") / "var")
    env = environment(var, DJANGO_SETTINGS_MODULE="tests.impatient_settings")
    return serve(name, env, var / "server.log")


@pytest.fixture(scope="session")
def impatient_daphne(made_var, tmp_path_factory):
    with _impatient("daphne", made_var, tmp_path_factory) as server:
        yield server


@pytest.fixture(scope="session")
def impatient_uvicorn(made_var, tmp_path_factory):
    with _impatient("uvicorn", made_var, tmp_path_factory) as server:
        yield server


@pytest.fixture(params=["daphne", "uvicorn"])
def impatient(request):
    """Each server with limits that are reached soon."""
    return request.getfixturevalue(f"impatient_{request.param}")
