"""Two versions of the site on one folder of static files, each in a process of its own."""

import json
import re
import subprocess

import httpx
import pytest

from tests.support.servers import PATIENCE, environment, manage, serve
from tutorial.static_versions import UNUSED_SECONDS, remove_unused


@pytest.fixture
def var(made_var, tmp_path):
    subprocess.run(["cp", "-a", made_var, tmp_path / "var"], check=True)
    return tmp_path / "var"


def get(server, path):
    return httpx.get(f"{server.url}{path}", timeout=PATIENCE, verify=False)


def site_css(server):
    """The address of the stylesheet that the pages of `server` name."""
    return re.search(r'href="(/static/site\.[0-9a-f]{12}\.css)"', get(server, "/").text)[1]


def named(var):
    """The stylesheet that the pages of a process will name which starts now."""
    return json.loads((var / "static" / "staticfiles.json").read_text())["paths"]["site.css"]


def deploy(env, var):
    """What `set_up` does where a new version has another stylesheet."""
    (var / "bundles" / "site.css").write_text("body { color: red }")
    manage(env, "collectstatic", "--noinput", "--verbosity", "0")


def test_both_versions_serve_the_files_of_both_and_a_rollback_finds_its_files_again(var):
    env = environment(var)
    with serve("daphne", env, var / "old.log") as old:
        before = site_css(old)
        deploy(env, var)
        with serve("uvicorn", env, var / "new.log") as new:
            after = site_css(new)
            assert before != after == site_css(new) == f"/static/{named(var)}"
            assert site_css(old) == before
            for server in (old, new):
                for css in (before, after):
                    response = get(server, css)
                    assert response.status_code == 200
                    assert "immutable" in response.headers["Cache-Control"]
                assert get(server, "/static/site.0123456789ab.css").status_code == 404
            manage(env, "set_up")  # of the version before
            assert f"/static/{named(var)}" == before  # by a process that starts now, as the new one did
            assert get(new, before).status_code == 200
    assert "Traceback" not in (var / "old.log").read_text() + (var / "new.log").read_text()


def test_unused_files_stay_for_a_while(tmp_path):
    for name in ("a.0123456789ab.css", "a.0123456789ab.css.gz", "b.0123456789ab.css", "plain.css"):
        (tmp_path / name).write_text("")
    names = {"b.0123456789ab.css", "plain.css", "unused.json"}
    remove_unused(tmp_path, ["b.0123456789ab.css"], now=0)
    remove_unused(tmp_path, ["b.0123456789ab.css"], now=UNUSED_SECONDS)
    assert {path.name for path in tmp_path.iterdir()} > names
    remove_unused(tmp_path, ["b.0123456789ab.css"], now=UNUSED_SECONDS + 1)
    assert {path.name for path in tmp_path.iterdir()} == names


def test_a_file_that_is_used_again_stays(tmp_path):
    (tmp_path / "a.0123456789ab.css").write_text("")
    remove_unused(tmp_path, [], now=0)
    remove_unused(tmp_path, ["a.0123456789ab.css"], now=1)
    remove_unused(tmp_path, [], now=UNUSED_SECONDS + 1)
    assert (tmp_path / "a.0123456789ab.css").exists()
