"""Servers of the projects that learners take home, started as their README says."""

import contextlib
import os
import socket
import subprocess
import sys
import time

import httpx

from tests.servers import PATIENCE

ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "error"}


@contextlib.contextmanager
def served(project, *command, port, **options):
    """The project's server process, once it answers; where it is."""
    log = project / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=project, env=ENVIRONMENT, stdout=output, stderr=output, **options
        )
    try:
        deadline = time.monotonic() + 60
        while True:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            with contextlib.suppress(httpx.TransportError):
                assert httpx.get(f"http://127.0.0.1:{port}/", timeout=PATIENCE).status_code == 200
                break
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def runserver(project, port):
    """The third command of the README."""
    return served(project, "manage.py", "runserver", "--noreload", str(port), port=port)
