"""The fork server as a service of its own, behind a unix socket, as compose.yaml starts it."""

import subprocess
import sys
import time

import pytest

from live_demo.sandbox.probe import Probes
from live_demo.sandbox.self_test import escapes
from tests.support.servers import PATIENCE, ROOT


@pytest.fixture
def service(tmp_path, settings):
    path = tmp_path / "socket"
    command = [sys.executable, "-I", "-B", str(ROOT / "live_demo/sandbox/start.py"), "--socket", str(path)]
    with subprocess.Popen(command, env={}, cwd="/") as process:
        settings.OWN_CODE = {**settings.OWN_CODE, "SOCKET": str(path)}
        deadline = time.monotonic() + PATIENCE
        while not path.is_socket() and time.monotonic() < deadline:
            time.sleep(0.01)
        yield process
        process.kill()


def test_the_self_test_passes_over_the_socket_of_a_service(service):
    assert escapes()[0] == []


def test_each_connection_has_a_fork_server_of_its_own(service):
    parent = "import os\ndef probe(): return os.getppid()"
    with Probes() as first, Probes() as second:
        assert len({first.run(parent).text, second.run(parent).text, str(service.pid)}) == 3


def test_a_connection_that_ends_leaves_the_service_to_the_others(service):
    with Probes() as first:
        with Probes() as second:
            second.run("def probe(): return 1")
        assert first.run("def probe(): return 2").text == "2"
