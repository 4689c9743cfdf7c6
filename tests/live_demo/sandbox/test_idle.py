"""A worker that computes for long runs only when nothing else wants its core."""

import json
import os
import time
from pathlib import Path

from live_demo.sandbox import idle
from live_demo.sandbox.own_files import MAIN
from live_demo.sandbox.probe import Probes, _opening
from live_demo.workers.protocol import packed
from tests.support.servers import PATIENCE

LIMITS = {"seconds": 600, "cpu_seconds": 60, "memory_bytes": 64 << 20}


def policies(pid):
    return {os.sched_getscheduler(int(task.name)) for task in Path(f"/proc/{pid}/task").iterdir()}


def test_a_worker_that_spins_gives_way_to_everybody():
    with Probes() as probes, probes.opened(LIMITS) as (pid, connection):
        probes._control.sendall(json.dumps({"used": pid, "seconds": 600}).encode() + b"\n")
        assert policies(pid) == {os.SCHED_BATCH}
        connection.sendall(packed(_opening({MAIN: "while True: pass"})))
        began, used = time.monotonic(), idle._cpu_seconds(pid)
        while policies(pid) != {os.SCHED_IDLE} and time.monotonic() < began + PATIENCE:
            time.sleep(0.01)
        seconds, used = time.monotonic() - began, idle._cpu_seconds(pid) - used
        # A machine that is busy all the time may leave the worker less than would make it come last.
        assert policies(pid) == {os.SCHED_IDLE} or used < idle.BUSY_SECONDS + idle.BUSY_RATE * seconds


def test_a_worker_is_of_the_session_of_its_fork_server():
    with Probes() as probes, probes.opened(LIMITS) as (pid, connection):
        connection.recv(1)  # it is confined
        assert os.getsid(pid) == os.getsid(probes._process.pid)
        assert os.getpgid(pid) == pid
