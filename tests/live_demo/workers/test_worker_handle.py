"""The serving process's handle on a worker, around a real socket whose other end breaks the protocol."""

import asyncio
import json
import socket
import struct

import pytest

from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import TracePoint
from live_demo.trace.recorder import Recorder
from live_demo.workers import process
from live_demo.workers.handle import WorkerDiedError, WorkerHandle
from live_demo.workers.pool import workers
from live_demo.workers.protocol import SocketNumber, packed
from live_demo.workers.relay import relay_run
from tests.support.servers import PATIENCE


@pytest.fixture
async def worker():
    """A handle, the other end of its connection, and an event that is set when it kills its worker."""
    ours, theirs = socket.socketpair()
    reader, writer = await asyncio.open_unix_connection(sock=ours)
    killed = asyncio.Event()
    handle = WorkerHandle(1, reader, writer, killed.set)
    handle.on_point = lambda data: TracePoint.from_json(data)
    with theirs:
        yield handle, theirs, killed
        handle.close()
        await asyncio.gather(handle._reading, handle._pinging, return_exceptions=True)
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)


def raw(text):
    return struct.pack("!I", len(text)) + text


BROKEN = {
    "bad JSON": (raw(b"{"), "JSONDecodeError"),
    "bad UTF-8": (raw(b'{"pong": "\xff"}'), "UnicodeDecodeError"),
    "bad base64": (raw(b'{"base64": "x"}'), "Error"),
    "nested too deeply": (raw(b"[" * 100_000), "RecursionError"),
    "no object": (raw(json.dumps([1]).encode()), "type list"),
    "too long": (b"\xff\xff\xff\xff", "4294967295 bytes"),
    "a missing key": (packed({"socket": 0, "send": {}}), "keys ['send', 'socket']"),
    "an unknown key": (packed({"shell": "ls"}), "keys ['shell']"),
    "a wrong type": (packed({"socket": [], "end": None}), "keys ['end', 'socket']"),
    "a point that is none": (packed({"point": {"nobody": 1}}), "nobody"),
}


@pytest.mark.parametrize("broken", BROKEN)
async def test_a_worker_that_breaks_the_protocol_is_killed_and_the_fault_is_named(worker, broken):
    handle, theirs, killed = worker
    data, why = BROKEN[broken]
    inbox = handle.open(SocketNumber.LAB, {})
    theirs.sendall(packed({"socket": 0, "receive": True}) + data)
    async with asyncio.timeout(PATIENCE):
        assert await inbox.get() == {"socket": 0, "receive": True}
        assert await inbox.get() is None
        await killed.wait()
    assert handle.is_dead
    assert why in handle.fault


async def test_a_worker_that_hangs_up_is_dead_without_a_fault(worker):
    handle, theirs, killed = worker
    inbox = handle.open(SocketNumber.LAB, {})
    theirs.shutdown(socket.SHUT_WR)
    async with asyncio.timeout(PATIENCE):
        assert await inbox.get() is None
    assert (handle.fault, killed.is_set()) == ("", False)


async def test_a_worker_whose_server_has_gone_ends_without_an_error():
    ours, theirs = socket.socketpair()
    failures = []
    asyncio.get_running_loop().set_exception_handler(lambda _, failure: failures.append(failure))
    theirs.sendall(packed({"ping": 1}))
    theirs.close()
    with ours:
        await process.Worker(ours, process.application).serve()
        await asyncio.sleep(0)  # the answer is written after what was read
    assert failures == []


async def test_an_answer_to_another_ping_does_not_end_a_block(worker):
    handle, theirs, _ = worker
    reports = asyncio.Queue()
    handle.on_block = lambda seconds, is_over: reports.put_nowait((seconds, is_over))
    async with asyncio.timeout(PATIENCE):
        theirs.sendall(packed({"pong": 7}))
        first, second = await reports.get(), await reports.get()
        assert 0.5 <= first[0] < second[0]
        assert not first[1]
        assert not second[1]
        theirs.sendall(packed({"pong": 1}))
        while not (last := await reports.get())[1]:
            pass
        assert last[0] > second[0]


class PlayedWorkers:
    """Takes the fork server's place: gives out a socket at whose other end the test plays the worker."""

    def __init__(self):
        self.killed = []
        self.ours, self.theirs = socket.socketpair()

    async def spawn(self, limits):
        return 1, self.ours

    def kill(self, pid):
        self.killed.append(pid)

    def forget(self, pid):
        self.theirs.close()


async def test_the_record_of_a_run_says_that_its_worker_broke_the_protocol(monkeypatch):
    played = PlayedWorkers()
    monkeypatch.setattr(workers, "fork_server", played)
    run = LiveRun("broken", Recorder([]), lambda run, points: None)
    serving = asyncio.create_task(
        relay_run(run, "chat", "consumer", {"path": "/", "headers": []}, asyncio.Queue().get, print)
    )
    async with asyncio.timeout(PATIENCE):
        played.theirs.sendall(raw(b"{"))
        with pytest.raises(WorkerDiedError):
            await serving
    [died] = run.recorder.points
    assert died.event == "worker.died"
    assert "broke the protocol of workers: JSONDecodeError" in died.locals["how"]
    assert played.killed[0] == 1
    assert "broken" not in workers.by_run
