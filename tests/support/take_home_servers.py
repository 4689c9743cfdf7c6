"""Servers of the projects that learners take home, started as their README says."""

import contextlib
import os
import time
from dataclasses import dataclass

import httpx

from tests.support.processes import Process, run, start
from tests.support.servers import PATIENCE

ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "error"}


@dataclass
class Served:
    """A project's running server: where it is, and its process to be paused."""

    host: str
    process: Process


@contextlib.contextmanager
def served(project, *command, port, environment=None, **options):
    """The project's server process, once it answers."""
    log = project / "server.log"
    with log.open("a") as output:
        env = ENVIRONMENT | (environment or {})
        process = start(command, cwd=project, env=env, stdout=output, stderr=output, **options)
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/", timeout=PATIENCE)
                break
            time.sleep(0.1)
        yield Served(f"127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def manage(project, *arguments, environment=None):
    """Run a management command of the project; returns what it printed."""
    done = run(["manage.py", *arguments], cwd=project, env=ENVIRONMENT | (environment or {}))
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def runserver(project, port):
    """The last command of the README."""
    return served(project, "manage.py", "runserver", "--noreload", str(port), port=port)


def daphne(project, port, *options, environment=None):
    """Daphne as the service starts it, on this port. A handshake may take longer on a busy machine."""
    patient = ["--websocket_connect_timeout", str(PATIENCE)]
    command = ["-m", "daphne", "-b", "127.0.0.1", "-p", str(port), *patient, *options]
    return served(project, *command, "project.asgi:application", port=port, environment=environment)
