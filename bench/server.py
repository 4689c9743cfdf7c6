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
from urllib.error import URLError
from urllib.request import urlopen


@dataclass
class Server:
    port: int
    process: "subprocess.Popen[bytes]"

    def cpu_seconds(self) -> float:
        """Processor time of all threads so far (Linux: /proc/PID/task/TID/schedstat, nanoseconds)."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def memory_bytes(self) -> int:
        """Resident set."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def serve(application: str = "bench.asgi:application") -> Iterator[Server]:
    """Daphne on a free port, on the first core; the measuring process keeps to the second."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    command = [
        sys.executable,
        "-m",
        "daphne",
        "--verbosity",
        "0",
        "--fd",
        str(listener.fileno()),
        application,
    ]
    process = subprocess.Popen(command, pass_fds=[listener.fileno()])
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(process.pid, cores[:1])
        os.sched_setaffinity(0, cores[1:2])
    server = Server(listener.getsockname()[1], process)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(10)
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
    from live_demo.models import Run
    from live_demo.ticket import issue_ticket

    learner, lesson = Learner.objects.create(), Lesson.objects.get()
    runs = Run.objects.bulk_create(
        [Run(id=uuid.uuid4(), learner=learner, lesson=lesson) for _ in range(count)]
    )
    cookie = f"learner={signing.dumps(str(learner.id), salt='lessons.identity')}"
    return [Ticket(issue_ticket(run.id, learner.id), cookie) for run in runs]


def _wait(server: Server) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(URLError, ConnectionError):
            urlopen(f"http://127.0.0.1:{server.port}/healthz", timeout=2)  # fixed scheme and host
            return
    raise RuntimeError("the server did not start")
