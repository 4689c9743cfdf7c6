"""compose.yaml, read by a YAML parser: what it names is there, and learners' own code is sandboxed."""

import re

import pytest
import yaml

from tests.support.servers import ROOT

COMPOSE = (ROOT / "compose.yaml").read_text()
PARSED = yaml.safe_load(COMPOSE)
SERVICES = PARSED["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
ENDING = {"prepare", "manage"}
"""Services that do one thing and end."""
OWN = [name for name, service in SERVICES.items() if "build" in service]


def mounts(service):
    """(what is mounted, where)"""
    return [each.split(":")[:2] for each in service.get("volumes", [])]


def test_each_service_is_built_here_or_has_an_image_of_a_named_version():
    assert set(SERVICES) == {"web", "sandbox", "prepare", "manage", "postgres", "redis"}
    for service in SERVICES.values():
        assert ("build" in service) != ("image" in service)
        assert service.get("build", ".") == "."
        assert re.fullmatch(r"\w+:\d[\w.]*", service.get("image", "any:1"))


def test_each_service_that_stays_is_checked():
    """The server by the check of its image. The sandbox has no client; /readyz says whether it answers."""
    assert "HEALTHCHECK" in DOCKERFILE
    assert (ROOT / "bin" / "healthcheck").exists()
    for name, service in SERVICES.items():
        is_off = service.get("healthcheck", {}).get("disable", False)
        assert is_off == (name in {*ENDING, "sandbox"})
        assert is_off or name == "web" or service["healthcheck"]["test"]


def test_a_service_waits_only_for_what_can_come():
    for service in SERVICES.values():
        for other, wanted in service.get("depends_on", {}).items():
            checked = SERVICES[other].get("healthcheck", {"disable": other != "web"})
            assert {
                "service_healthy": not checked.get("disable"),
                "service_completed_successfully": other in ENDING,
                "service_started": other == "sandbox",
            }[wanted["condition"]]


def test_each_volume_is_declared_and_used():
    used = {source for service in SERVICES.values() for source, _ in mounts(service)}
    assert {source for source in used if not source.startswith("./")} == set(PARSED["volumes"])
    assert ["static", "/app/var/static"] in mounts(SERVICES["web"])
    assert mounts(SERVICES["prepare"]) == [["static", "/app/var/static"]]


@pytest.mark.parametrize("name", OWN)
def test_the_settings_know_each_variable_and_no_value_is_a_secret(name):
    sources = "".join(file.read_text() for file in (ROOT / "tutorial").glob("*.py"))
    known = set(re.findall(r'\(\s*"([A-Z][A-Z_]+)"', sources))
    for variable, value in SERVICES[name].get("environment", {}).items():
        assert variable in known
        assert not re.search("KEY|PASSWORD", variable) or value.startswith("${")
        assert re.search(r"\$\{[A-Z_]+:\?\}", value) or "PASSWORD" not in value


def test_each_variable_that_must_be_set_is_named_at_the_top():
    top = "".join(line for line in COMPOSE.splitlines(keepends=True) if line.startswith("#"))
    for variable in re.findall(r"\$\{([A-Z_]+):\?\}", COMPOSE):
        assert variable in top


def test_what_the_services_start_is_there():
    assert SERVICES["prepare"]["command"] == ["python", "manage.py", "set_up"]
    assert SERVICES["manage"]["entrypoint"] == ["python", "manage.py"]
    (script,) = [part for part in SERVICES["sandbox"]["command"] if part.endswith(".py")]
    assert (ROOT / script).exists()


def test_redis_asks_for_a_password():
    assert "requirepass $$REDIS_PASSWORD" in SERVICES["redis"]["command"][-1]
    assert SERVICES["web"]["environment"]["REDIS_URL"].startswith("redis://:${REDIS_PASSWORD:?}@redis:")


def test_learners_code_is_sandboxed():
    sandbox = SERVICES["sandbox"]
    assert sandbox["network_mode"] == "none"
    assert sandbox["read_only"] is True
    assert sandbox["cap_drop"] == ["ALL"]
    assert sandbox["security_opt"] == ["no-new-privileges:true"]
    assert 0 < sandbox["pids_limit"] <= 256
    assert re.fullmatch(r"\d{2,3}m", sandbox["mem_limit"])
    assert 0 < float(sandbox["cpus"]) <= 1
    assert not {"environment", "env_file", "ports", "privileged", "cap_add", "devices", "pid"} & set(sandbox)
    user, _ = sandbox["user"].split(":")
    assert f"--uid {user} " in DOCKERFILE
    assert f"chown {user}:" in DOCKERFILE


def test_the_only_way_into_the_sandbox_service_is_its_socket():
    sandbox, web = SERVICES["sandbox"], SERVICES["web"]
    ((volume, folder),) = mounts(sandbox)
    address = sandbox["command"][sandbox["command"].index("--socket") + 1]
    assert address == web["environment"]["OWN_CODE_SOCKET"] == f"{folder}/socket"
    assert [name for name, service in SERVICES.items() if [volume, folder] in mounts(service)] == [
        "web",
        "sandbox",
    ]
