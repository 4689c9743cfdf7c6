import pytest

from tests.support.servers import environment, serve, var_like


@pytest.fixture(params=["daphne", "uvicorn"])
def either(request):
    """Each server that the product supports, as it is in production."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def impatient(request, made_var, tmp_path_factory):
    """Each server with limits that are reached soon."""
    var = var_like(made_var, tmp_path_factory.mktemp("impatient") / "var")
    env = environment(var, DJANGO_SETTINGS_MODULE="tests.impatient_settings")
    with serve(request.param, env, var / "server.log") as server:
        yield server
