import shutil

import pytest

from tests.support.servers import environment, serve


@pytest.fixture(params=["daphne", "uvicorn"])
def either(request):
    """Each server that the product supports, as it is in production."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def impatient(request, made_var, tmp_path_factory):
    """Each server with limits that are reached soon."""
    var = shutil.copytree(made_var, tmp_path_factory.mktemp("impatient") / "var")
    env = environment(var, DJANGO_SETTINGS_MODULE="tests.impatient_settings")
    with serve(request.param, env, var / "server.log") as server:
        yield server
