"""Real engines for the tests, on free loopback ports, ended with them."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis without persistence; gives its URL."""
    port = free_port()
    with redis_process(port):
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def redis_process(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A Redis without persistence on this port; gives its process, to be paused or killed."""
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with running(command, port) as process:
        yield process


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL with a new cluster, which goes with it; gives the URL of an empty database."""
    with postgresql_cluster(free_port()) as started, started() as url:
        yield url


@contextlib.contextmanager
def postgresql_cluster(port: int) -> Iterator[Callable[[], contextlib.AbstractContextManager[str]]]:
    """A cluster that does not run yet. What is given starts it on this port, and gives its URL."""
    # Not in pytest's own folder: that is root's alone, and PostgreSQL refuses to run as root.
    with tempfile.TemporaryDirectory(prefix="handshake-postgresql-") as directory:
        user = []
        if os.geteuid() == 0:
            user = ["runuser", "-u", "postgres", "--"]
            shutil.chown(directory, "postgres")
        _init(Path(directory), user)
        yield lambda: _started(Path(directory), user, port)


def _init(directory: Path, user: Sequence[str]) -> None:
    data = directory / "data"
    binary = _postgres_binaries()
    subprocess.run(
        [*user, binary / "initdb", "-D", data, "-U", "handshake", "--auth=trust", "--no-sync", "-E", "UTF8"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=directory,
    )


@contextlib.contextmanager
def _started(directory: Path, user: Sequence[str], port: int) -> Iterator[str]:
    binary, data = _postgres_binaries(), directory / "data"
    options = [
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        f"port={port}",
        "-c",
        "fsync=off",
        "-k",
        str(directory),
    ]
    with running([*user, binary / "postgres", "-D", data, *options], port, cwd=directory):
        url = f"postgres://handshake@127.0.0.1:{port}/postgres"
        _wait_for_database(url)
        try:
            yield url
        finally:  # a signal alone would wait for whoever is still connected
            subprocess.run(
                [*user, binary / "pg_ctl", "stop", "-D", data, "-m", "fast", "-w", "-s"],
                check=True,
                cwd=directory,
            )


def _wait_for_database(url: str) -> None:
    """It listens a moment before it lets anybody in."""
    deadline = time.monotonic() + 90
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
        else:
            return


def _postgres_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return (found[-1] if found else Path(shutil.which("postgres") or "postgres")).parent


@contextlib.contextmanager
def running(
    command: Sequence[str | Path], port: int, cwd: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd)
    try:
        deadline = time.monotonic() + 90
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command} did not start")
        yield process
    finally:
        process.terminate()
        process.wait(timeout=90)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
        return True
    return False
