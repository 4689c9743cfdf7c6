"""The serving process's end of the nursery, in this process, around a real nursery."""

import asyncio
import contextlib
import os
import signal

import pytest

from live_demo.workers.client import NoWorkerError, NurseryLink

LIMITS = {"seconds": 60, "cpu_seconds": 5, "memory_bytes": 1 << 28}


@pytest.fixture
async def nursery():
    link = NurseryLink()
    yield link
    link._lose()
    link._process.wait(timeout=20)


async def test_who_goes_before_the_worker_is_born_leaves_none_to_the_next(nursery):
    first, ours = await nursery.bear(LIMITS)
    gone = asyncio.create_task(nursery.bear(LIMITS))
    await asyncio.sleep(0)  # it has asked by now
    gone.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await gone
    second, theirs = await nursery.bear(LIMITS)
    with ours, theirs:
        nursery.kill(second)
        assert await nursery.how_it_ended(second) == "signal 9"
        os.kill(first, 0)  # it is alive
        theirs.settimeout(20)
        assert theirs.recv(1) == b""


async def test_a_nursery_that_dies_says_so_to_whoever_waits_for_a_worker(nursery):
    _, ours = await nursery.bear(LIMITS)
    waiting = asyncio.create_task(nursery.bear(LIMITS))
    os.kill(nursery._process.pid, signal.SIGSTOP)  # it stands still, and does not answer
    await asyncio.sleep(0)
    os.kill(nursery._process.pid, signal.SIGKILL)
    with ours, pytest.raises(NoWorkerError):
        await waiting
