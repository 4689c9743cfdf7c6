"""A worker that computes for long runs only when nothing else wants its core."""

import json
import os
import time
from pathlib import Path

from live_demo.sandbox.own_files import MAIN
from live_demo.sandbox.probe import Probes, _opening
from live_demo.workers.protocol import packed
from tests.servers import PATIENCE

LIMITS = {"seconds": 600, "cpu_seconds": 60, "memory_bytes": 64 << 20}


def policies(pid):
    return {os.sched_getscheduler(int(task.name)) for task in Path(f"/proc/{pid}/task").iterdir()}


def test_a_worker_that_spins_gives_way_to_everybody():
    with Probes() as probes, probes.opened(LIMITS) as (pid, connection):
        probes._control.sendall(json.dumps({"used": pid, "seconds": 600}).encode() + b"\n")
        assert policies(pid) == {os.SCHED_BATCH}
        connection.sendall(packed(_opening({MAIN: "while True: pass"})))
        deadline = time.monotonic() + PATIENCE
        while policies(pid) != {os.SCHED_IDLE} and time.monotonic() < deadline:
            time.sleep(0.01)
        assert policies(pid) == {os.SCHED_IDLE}


def test_a_worker_is_of_the_session_of_its_fork_server():
    with Probes() as probes, probes.opened(LIMITS) as (pid, connection):
        connection.recv(1)  # it is confined
        assert os.getsid(pid) == os.getsid(probes._process.pid)
        assert os.getpgid(pid) == pid
