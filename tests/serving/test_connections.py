"""Connections: what one client holds open keeps nobody else out."""

import contextlib
import resource
import time
from pathlib import Path

import httpx

from tests.serving.raw import answer, connect, head, megabytes, open_files, status
from tests.support.servers import PATIENCE

GET = head("GET", "/healthz") + b"\r\n"


def newcomer(server):
    """A request from another address than that of the other clients; its status."""
    with connect(server, "127.0.0.9") as connection:
        connection.sendall(GET)
        return status(connection)


def test_one_address_has_so_many_connections_and_others_are_let_in(impatient):
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(connect(impatient, "127.0.0.2")) for _ in range(30)]
        for each in held:
            each.sendall(GET)
        assert {status(each) for each in held} == {200}
        one_more = stack.enter_context(connect(impatient, "127.0.0.2"))
        assert answer(one_more) == ""
        assert newcomer(impatient) == 200


def test_a_thousand_idle_connections_of_one_address_shut_nobody_out(either):
    before = open_files(either)
    with contextlib.ExitStack() as stack:
        for _ in range(1000):
            stack.enter_context(connect(either, "127.0.0.3"))
        assert newcomer(either) == 200
        assert httpx.get(either.url, timeout=PATIENCE, verify=False).status_code == 200
        assert open_files(either) - before < 450


def test_a_request_that_never_ends_is_cut_off(impatient):
    with connect(impatient, "127.0.0.4") as idle, connect(impatient, "127.0.0.4") as half:
        half.sendall(GET[:-4])
        assert answer(idle) == ""
        assert answer(half) == ""


def test_a_request_that_drips_is_cut_off(impatient):
    with connect(impatient, "127.0.0.5") as dripping:
        dripping.sendall(head("GET", "/"))
        dripping.settimeout(0.1)
        with contextlib.suppress(ConnectionError):
            while True:
                dripping.sendall(b"X-More: x\r\n")
                with contextlib.suppress(TimeoutError):
                    if not dripping.recv(1):
                        break


def test_a_response_that_nobody_reads_is_dropped(impatient):
    before = megabytes(impatient)
    files = open_files(impatient)
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            deaf = stack.enter_context(connect(impatient, "127.0.0.6", receive_buffer=4096))
            deaf.sendall((head("GET", "/static/site.css") + b"\r\n") * 2000)
        while open_files(impatient) > files:
            assert newcomer(impatient) == 200
            time.sleep(0.1)
        assert megabytes(impatient) - before < 128  # of 2,600 MB that were asked for


def test_the_process_may_open_as_many_files_as_the_system_lets_it(either):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limits = Path(f"/proc/{either.process.pid}/limits").read_text()
    line = next(line for line in limits.splitlines() if line.startswith("Max open files"))
    assert line.split()[3] == str(hard)
