"""The servers of the truth suite: real Daphne and real Uvicorn around tests/truth/app.py."""

import contextlib
import itertools
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.engines import redis
from tests.support.servers import environment, serve
from tests.truth.wire import SECONDS, Wire

numbers = itertools.count(1)


def new_key(group=""):
    return f"{group}-{next(numbers)}"


class Connection(Wire):
    """A wire to one case, and the notes of what happened to it inside the server."""

    def __init__(self, truth, case, group="", query="", **options):
        self.truth, self.group = truth, group
        self.key = new_key(group)
        super().__init__(truth.port, f"/{case}/{self.key}/{'?' if query else ''}{query}", **options)

    def notes(self, until=None):
        """The notes so far; with `until` as soon as one of them begins so."""
        return self.truth.notes(self.key, until)

    def note(self, beginning):
        return self.truth.note(self.key, beginning)

    def go(self):
        self.truth.go(self.key)


class TruthServer:
    def __init__(self, server, notes_dir):
        self.name, self.port, self.url = server.name, server.port, server.url
        self.process, self.log, self.notes_dir = server.process, server.log, notes_dir
        self.connections = []

    def connect(self, case, **options):
        """Send a handshake, and do not wait for the answer."""
        self.connections.append(Connection(self, case, **options))
        return self.connections[-1]

    def close_connections(self):
        while self.connections:
            self.connections.pop().socket.close()

    def open(self, case, **options):
        """Connect, and go through the handshake."""
        connection = self.connect(case, **options)
        answer = connection.read()
        assert answer == "HTTP 101", answer
        return connection

    def browse(self):
        return httpx.Client(base_url=self.url, timeout=SECONDS, verify=False)

    def log_text(self, until):
        """The server's log, as soon as it has this."""
        deadline = time.monotonic() + SECONDS
        while until not in (text := self.log.read_text()) and time.monotonic() < deadline:
            time.sleep(0.01)
        return text

    def go(self, key):
        """Open the gate of this connection."""
        httpx.get(f"{self.url}/go/{key}/", timeout=SECONDS, verify=False)

    def later(self, seconds):
        """Set the clock forward by which the layers of the server expire."""
        httpx.get(f"{self.url}/later/{seconds}/", timeout=SECONDS, verify=False)

    def note(self, key, beginning):
        """The first note that begins so, awaited."""
        return next(note for note in self.notes(key, beginning) if beginning in note)

    def notes(self, key, until=None):
        deadline = time.monotonic() + SECONDS
        notes = []
        while True:
            with contextlib.suppress(FileNotFoundError):
                notes = (self.notes_dir / key).read_text().splitlines()
            if until is None or any(note.startswith(until) for note in notes):
                return notes
            if time.monotonic() > deadline:
                return [*notes, f"no note {until!r} in {SECONDS} s"]
            time.sleep(0.01)


COMMANDS = {
    "daphne": ["--verbosity=0"],
    "uvicorn": ["--ws=websockets-sansio", "--log-level=warning", "--no-proxy-headers", "--lifespan=off"],
}
"""The servers as they are shipped: what they do is what is to be found out."""


@contextlib.contextmanager
def truth_server(name, var, layer_url, options=()):
    var.mkdir(parents=True, exist_ok=True)
    env = environment(var, DJANGO_SETTINGS_MODULE="tests.truth.settings", REDIS_URL=layer_url)
    command = [name, "tests.truth.app:application", *COMMANDS[name], *options, "--fd"]
    with serve(name, env, var / f"{name}.log", command) as server:
        truth = TruthServer(server, var / "notes")
        yield truth
        truth.close_connections()


@pytest.fixture(scope="session")
def truth_layer():
    with redis() as url:
        yield url


@pytest.fixture(scope="session")
def truth_servers(truth_layer, tmp_path_factory):
    """Both servers, by name, started at the same time; each has connections that wait from the start."""
    var = tmp_path_factory.mktemp("truth")
    running = {name: truth_server(name, var / name, truth_layer) for name in ("daphne", "uvicorn")}
    with contextlib.ExitStack() as stack, ThreadPoolExecutor() as pool:
        servers = pool.map(lambda each: each.__enter__(), running.values())
        for each in running.values():
            stack.push(each)
        by_name = dict(zip(running, servers, strict=True))
        for server in by_name.values():
            server.undecided = Connection(server, "silent")
            server.slow = Connection(server, "gated")
            for waiting in (server.undecided, server.slow):
                stack.callback(waiting.socket.close)
            stack.callback(server.slow.go)
        yield by_name


@pytest.fixture(params=["daphne", "uvicorn"])
def truth(request, truth_servers):
    server = truth_servers[request.param]
    yield server
    server.close_connections()


@pytest.fixture
def own_truth(truth, truth_layer, tmp_path):
    """Start a server of the same kind for this test alone."""
    with contextlib.ExitStack() as stack:
        yield lambda *options: stack.enter_context(truth_server(truth.name, tmp_path, truth_layer, options))
