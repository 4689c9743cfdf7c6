"""A Daphne of its own for the measurement, and what it has used of its processor."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen


@dataclass
class Server:
    """One server process."""

    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def watch_port(self) -> int:
        return self.port

    def cpu_seconds(self) -> float:
        """Processor time of all threads that live (Linux: /proc/PID/task/TID/schedstat, nanoseconds)."""
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            with contextlib.suppress(OSError):  # a thread may end meanwhile
                total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def memory_bytes(self) -> int:
        """Resident set."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


@dataclass
class Cluster:
    """Lab sockets in one process, watch sockets in another."""

    lab: Server
    watch: Server

    @property
    def port(self) -> int:
        return self.lab.port

    @property
    def watch_port(self) -> int:
        return self.watch.port

    def cpu_seconds(self) -> float:
        return self.lab.cpu_seconds() + self.watch.cpu_seconds()

    def memory_bytes(self) -> int:
        return self.lab.memory_bytes() + self.watch.memory_bytes()


Servers = Server | Cluster


@contextlib.contextmanager
def serve_two(redis_url: str) -> Iterator[Cluster]:
    """Two processes that know of each other through Redis, both on the first core."""
    with serve(REDIS_URL=redis_url) as lab, serve(REDIS_URL=redis_url) as watch:
        yield Cluster(lab, watch)


@contextlib.contextmanager
def serve(application: str = "bench.asgi:application", **environ: str) -> Iterator[Server]:
    """Daphne on a free port, on the first core; the measuring process keeps to the second."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    command = [
        sys.executable,
        "-m",
        "daphne",
        "--verbosity",
        "0",
        "--websocket_connect_timeout",
        "60",  # many pairs open at once, and others may have the machine
        "--fd",
        str(listener.fileno()),
        application,
    ]
    process = subprocess.Popen(command, pass_fds=[listener.fileno()], env=os.environ | environ)
    cores = range(os.cpu_count() or 1)
    if len(cores) > 1:
        os.sched_setaffinity(process.pid, cores[:1])
        os.sched_setaffinity(0, cores[1:2])
    server = Server(listener.getsockname()[1], process)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:  # it has more to store than anybody waits for
            process.kill()
            process.wait()
        os.sched_setaffinity(0, cores)


def prepare() -> None:
    """A database of this measurement's own, with the lessons. Call before anything of Django."""
    var = tempfile.mkdtemp(prefix="handshake-bench-")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DJANGO_SECRET_KEY": "for one measurement only, and as long as Django wants it: 0123456789",
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_HTTPS": "off",
        "DJANGO_VAR_DIR": var,
    }
    subprocess.run([sys.executable, "manage.py", "set_up"], check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()


@dataclass(frozen=True)
class Ticket:
    """What opens one pair of sockets."""

    ticket: str
    cookie: str


def tickets(count: int) -> list[Ticket]:
    """New runs of the first lesson, all of one learner."""
    from django.core import signing

    from lessons.models import Learner, Lesson
    from live_demo.runs.models import Run
    from live_demo.runs.ticket import issue_ticket

    learner, lesson = Learner.objects.create(), Lesson.objects.get(slug="websocket-support")
    runs = Run.objects.bulk_create(
        [Run(id=uuid.uuid4(), learner=learner, lesson=lesson) for _ in range(count)]
    )
    cookie = f"learner={signing.dumps(str(learner.id), salt='lessons.identity')}"
    return [Ticket(issue_ticket(run.id, learner.id), cookie) for run in runs]


def _wait(server: Server) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urlopen(f"http://127.0.0.1:{server.port}/healthz", timeout=2)  # fixed scheme and host
            return
    raise RuntimeError("the server did not start")
