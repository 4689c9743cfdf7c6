"""Settings as a production process reads them."""

import os
import re

import pytest
from django.core.management import call_command

from tests.support.processes import run
from tests.support.servers import ROOT

BARE = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tutorial.settings"}
PRODUCTION = {
    **BARE,
    "DJANGO_SECRET_KEY": "fifty characters and more of what nobody else can know: 6a9f",
    "DJANGO_ALLOWED_HOSTS": "learn.example.org",
}


def check(env, tmp_path, *arguments):
    return run(["manage.py", "check", *arguments], env={**env, "DJANGO_VAR_DIR": str(tmp_path)})


def test_production_does_not_start_without_its_secrets(tmp_path):
    for missing in ("DJANGO_SECRET_KEY", "DJANGO_ALLOWED_HOSTS"):
        env = {name: value for name, value in PRODUCTION.items() if name != missing}
        done = check(env, tmp_path)
        assert done.returncode != 0
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"Set {missing}. README.md says")


def test_the_deployment_check_is_clean(tmp_path):
    done = check(PRODUCTION, tmp_path, "--deploy", "--fail-level", "INFO")
    assert "no issues" in done.stdout, done.stderr


def test_every_variable_that_the_settings_read_is_in_the_readme():
    files = ("settings", "engines", "environment", "limits", "sign_in")
    source = "".join((ROOT / "tutorial" / f"{name}.py").read_text() for name in files)
    table = (ROOT / "README.md").read_text()
    names = re.findall(r'(?:env\.\w+|required|days|Env\(\)\.str)\(\s*"(\w+)"', source)
    assert {"DJANGO_VAR_DIR", "DJANGO_SECRET_KEY", "MAX_RUNS", "KEEP_RUNS_DAYS"} <= set(names)
    for name in names:
        assert f"| `{name}` |" in table


def test_a_time_to_keep_things_is_at_least_a_day(tmp_path):
    done = check(PRODUCTION | {"KEEP_RUNS_DAYS": "0"}, tmp_path)
    assert done.returncode != 0
    assert "KEEP_RUNS_DAYS must be a number of days, 1 or more." in done.stderr


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)  # ends with what is missing


def test_no_address_of_a_registry_is_in_a_lock():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text()
