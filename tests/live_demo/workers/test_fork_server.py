"""The serving process's end of the fork server, in this process, around a real fork server."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys

import pytest

from live_demo.workers.client import ForkServerClient, NoWorkerError
from tests.support.servers import PATIENCE, ROOT

ENDS_BEFORE_ITS_CHILD = """
import os, socket
from live_demo.workers.fork_server import ForkServer

control, serving_process = socket.socketpair()
serving_process.close()
ForkServer(control, None).serve()
if os.fork() == 0:
    os._exit(0)
os.wait()
"""
"""A fork server whose serving process is gone, and a child that dies after its sockets are closed."""
LIMITS = {"seconds": 60, "cpu_seconds": 5, "memory_bytes": 1 << 28}


@pytest.fixture
async def fork_server():
    client = ForkServerClient()
    yield client
    client._disconnect()
    client._process.wait(timeout=PATIENCE)


async def test_who_goes_before_the_worker_is_spawned_leaves_none_to_the_next(fork_server):
    first, ours = await fork_server.spawn(LIMITS)
    gone = asyncio.create_task(fork_server.spawn(LIMITS))
    await asyncio.sleep(0)  # it has asked by now
    gone.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await gone
    second, theirs = await fork_server.spawn(LIMITS)
    with ours, theirs:
        fork_server.kill(second)
        assert await fork_server.exit_reason(second) == "signal 9"
        os.kill(first, 0)  # it is alive
        theirs.settimeout(PATIENCE)
        assert theirs.recv(1) == b""


async def test_a_fork_server_that_dies_says_so_to_whoever_waits_for_a_worker(fork_server):
    _, ours = await fork_server.spawn(LIMITS)
    waiting = asyncio.create_task(fork_server.spawn(LIMITS))
    os.kill(fork_server._process.pid, signal.SIGSTOP)  # it stands still, and does not answer
    await asyncio.sleep(0)
    os.kill(fork_server._process.pid, signal.SIGKILL)
    with ours, pytest.raises(NoWorkerError):
        await waiting


def test_a_child_that_dies_after_the_end_of_a_fork_server_leaves_no_error():
    command = [sys.executable, "-c", ENDS_BEFORE_ITS_CHILD]
    ended = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    assert (ended.returncode, ended.stderr) == (0, "")
