"""Real server processes for the tests, on free loopback ports, each with a folder of its own."""

import contextlib
import html
import json
import os
import re
import shutil
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from django.utils.crypto import get_random_string
from websockets.asyncio.client import connect

from tests.support.processes import Process, run, sandbox_socket, start

PATIENCE = 90
"""Seconds after which a test takes for granted that what it waits for never comes, on whatever machine."""
ROOT = Path(__file__).parents[2]
LESSON = "django-channels/websocket-support"


@dataclass
class Server:
    """A running server. `env` is what its management commands need, too."""

    name: str
    port: int
    env: dict[str, str] = field(repr=False)
    process: Process = field(repr=False)
    log: Path = field(repr=False)
    watch_port: int = 0
    """Port of another process to which the watch sockets go; 0 for the same one."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def lesson_url(self):
        return f"{self.url}/learn/{LESSON}/"

    @property
    def database(self):
        """The URL of the server's database."""
        return self.env.get("DATABASE_URL") or f"sqlite:///{self.env['DJANGO_VAR_DIR']}/handshake.sqlite3"

    def manage(self, *arguments):
        return manage(self.env, *arguments)

    def learner(self, address="127.0.0.1"):
        return LearnerClient(self, address)


class LearnerClient(httpx.Client):
    """A browser without a browser: keeps cookies, sends the CSRF token, opens sockets.

    It has the loopback `address`: any of 127.0.0.0/8 is that of another network.
    """

    def __init__(self, server, address):
        transport = httpx.HTTPTransport(verify=False, local_address=address)  # without TLS: faster to make
        super().__init__(base_url=server.url, timeout=PATIENCE, transport=transport)
        self.server = server
        self.address = address

    def csrf_token(self, path=None):
        """The token of a form at `path`. Without one, that of the cookie: no page is asked for."""
        if path:
            return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path).text)[1]
        if "csrftoken" not in self.cookies:
            self.cookies.set("csrftoken", get_random_string(32), domain="127.0.0.1")
        return self.cookies["csrftoken"]

    def post_patiently(self, path, **options):
        """The answer to a POST, sent again while a busy database asks for that."""
        deadline = time.monotonic() + PATIENCE
        while True:
            response = self.post(path, **options)
            is_busy = response.status_code == 503 and "database cannot be reached" in response.text
            if not is_busy or time.monotonic() > deadline:
                return response

    def start_run(self, lesson=LESSON):
        """The ticket and the id of a new run."""
        headers = {"HX-Request": "true", "X-CSRFToken": self.csrf_token()}
        response = self.post_patiently(f"/live/{lesson}/runs/", headers=headers)
        assert response.status_code == 200, response.text
        return re.search(r'ws-connect="/ws/watch/([^"]+)/"', response.text)[1], re.search(
            r'data-run="([^"]+)"', response.text
        )[1]

    def start_what_if(self, name, lesson=LESSON, **said):
        """The plan, the ticket and the id of a new run of this what-if."""
        headers = {"HX-Request": "true", "X-CSRFToken": self.csrf_token()}
        response = self.post_patiently(f"/live/{lesson}/what-if/{name}/", headers=headers, data=said)
        assert response.status_code == 200, response.text
        plan = json.loads(html.unescape(re.search(r'data-plan="([^"]+)"', response.text)[1]))
        plan["labPath"] = re.search(r'data-lab="([^"]+)"', response.text)[1]
        return (
            plan,
            re.search(r'ws-connect="/ws/watch/([^"]+)/"', response.text)[1],
            re.search(r'data-run="([^"]+)"', response.text)[1],
        )

    def open(self, path, **options):
        """A raw socket with this learner's cookies, as the page would open it."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return connect(
            f"ws://127.0.0.1:{options.pop('port', self.server.port)}{path}",
            origin=options.pop("origin", self.server.url),
            additional_headers={"Cookie": cookies},
            proxy=None,
            local_addr=(self.address, 0),
            **{"open_timeout": PATIENCE, "close_timeout": PATIENCE, "ping_interval": None} | options,
        )

    def lab(self, ticket, **options):
        return self.open(f"/ws/lab/{ticket}/", **options)

    def watch(self, ticket, **options):
        return self.open(f"/ws/watch/{ticket}/", port=self.server.watch_port or self.server.port, **options)


def var_like(made_var, var):
    """The new folder `var` of a server, as `made_var`, whose static files it links to: only read them."""
    shutil.copytree(made_var, var, ignore=lambda folder, names: {"static"} & {*names})
    (var / "static").symlink_to(made_var / "static")
    return var


def environment(var, **extra):
    """The environment of a production process that keeps everything in `var`."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.server_settings",
        "DJANGO_SECRET_KEY": "a key for the servers under test, long enough for Django: 0123456789 abcdef",
        "DJANGO_ALLOWED_HOSTS": "localhost,127.0.0.1",
        "DJANGO_HTTPS": "off",
        "DJANGO_VAR_DIR": str(var),
        "PYTHONDONTWRITEBYTECODE": "",  # a fifth of the processor time of a start
        **extra,
    }


def manage(env, *arguments):
    """Run a management command; returns what it printed."""
    done = run(["manage.py", *arguments], env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout


def manage_all(env, *commands):
    """Run management commands in one process, which is started once; returns what they printed."""
    calls = "".join(f"\ncall_command(*{list(map(str, command))!r})" for command in commands)
    code = f"from django.core.management import call_command{calls}"
    return manage(env, "shell", "--no-imports", "-c", code)


@contextlib.contextmanager
def serve(name, env, log, command=None):
    """A server process of this kind, answering; ended and checked at the end.

    `command` starts another than the product's own. Its last argument will be the number of the open socket.
    """
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    command = ["-m", *(command or ["tutorial.serve", "--server", name, "--fd"]), listener.fileno()]
    with log.open("w") as output:
        own_code = {"OWN_CODE_SOCKET": sandbox_socket()}
        process = start(
            command, env=own_code | env, stdout=output, stderr=output, pass_fds=[listener.fileno()]
        )
    server = Server(name, listener.getsockname()[1], env, process, log)
    try:
        _wait_until_it_answers(server)
        yield server
    finally:
        listener.close()
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        finally:
            process.kill()
            process.wait()


def serve_like(made_var, folder, name, **more):
    """A server process of this kind, as `serve`, whose `var` in the new `folder` is like `made_var`.

    `more` is what its environment has beside that of production.
    """
    var = var_like(made_var, folder / "var")
    return serve(name, environment(var, **more), var / "server.log")


def _wait_until_it_answers(server):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{server.url}/healthz", timeout=PATIENCE, verify=False).status_code == 200:
                return
    raise RuntimeError(f"{server.name} did not start:\n{server.log.read_text()}")
