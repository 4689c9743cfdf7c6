"""Real engines for the tests, on free loopback ports, ended with them."""

import contextlib
import random
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

PORTS = range(12_000, 32_000)
"""Linux gives none of them to outgoing connections, which would take the port of a server that is away."""


def free_port() -> int:
    """A port that stays free until a server is started on it, and while that server is away."""
    while True:
        port = random.choice(PORTS)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
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
def running(
    command: Sequence[str | Path], port: int, cwd: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd)
    try:
        deadline = time.monotonic() + 90
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command} did not start")
            time.sleep(0.01)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=90)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
        return True
    return False
