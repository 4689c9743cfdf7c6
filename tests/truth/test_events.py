"""Claims on messages, exceptions and closes of an open socket."""

import inspect
import re
import subprocess
import sys
import time
from importlib import import_module

import uvicorn

from tests.support.servers import ROOT
from tests.truth.claims import observes
from tests.truth.wire import SECONDS

UVICORN_LIMITS = {
    "timeout_graceful_shutdown",
    "timeout_keep_alive",
    "timeout_notify",
    "timeout_worker_healthcheck",
    "ws_ping_timeout",
}
LIMITS = {"daphne": 1 << 20, "uvicorn": 1 << 24}


@observes("5b")
def test_an_exception_in_receive_ends_the_connection(truth):
    raising = truth.open("raising-in-receive")
    raising.send("first")
    raising.send("second")
    raising.notes("receive")
    raising.go()
    return [*raising.rest(), *raising.notes("raised")]


@observes("5c")
def test_an_exception_in_disconnect_is_seen_in_the_log_only(truth):
    raising = truth.open("raising-in-disconnect")
    raising.close(1000)
    seen = [raising.read(), *raising.notes("raised")[1:]]
    path = f"in disconnect of /raising-in-disconnect/{raising.key}/"
    return [*seen, "in the log" if path in truth.log_text(path) else "not in the log"]


@observes("7b")
def test_a_send_after_close_raises(truth):
    late = truth.open("late-send")
    late.send("go")
    return [*late.rest(), *late.notes("raised")]


@observes("7c")
def test_a_send_after_the_client_vanished(truth):
    gone = truth.open("sending-in-disconnect")
    gone.drop()
    return [gone.note("send()")]


@observes("8")
def test_the_code_of_the_client_reaches_disconnect(truth):
    seen = []
    for code in (1000, 3001, 4999):
        closing = truth.open("noting")
        closing.close(code)
        seen += [closing.read(), closing.note("disconnect")]
    return seen


@observes("8b")
def test_a_close_without_a_code(truth):
    closing = truth.open("noting")
    closing.close()
    return [closing.note("disconnect")]


@observes("8c")
def test_a_lost_connection_has_a_code(truth):
    lost = truth.open("noting")
    lost.drop()
    return [lost.note("disconnect")]


@observes("8-event")
def test_a_close_without_a_code_differs_from_a_lost_connection(truth):
    closing, lost = truth.open("goodbye"), truth.open("goodbye")
    closing.close()
    lost.drop()
    return [f"no code: {closing.note('code')}", f"lost: {lost.note('code')}"]


@observes("9")
def test_the_server_closes_with_code_and_reason(truth):
    seen = []
    for code in (1000, 1001, 2999, 3000, 4001):
        closing = truth.open("closing")
        closing.send(str(code))
        seen.append(f"{code}: {closing.read()}")
    return seen


@observes("12")
def test_a_message_to_the_server_may_have_a_size(truth):
    """Only the beginning of the frame that is too large is sent. Its head says how long it would be."""
    limit = LIMITS[truth.name]
    largest = truth.open("measuring")
    largest.send("x" * limit)
    large = truth.open("measuring")
    large.send_raw(b"\x81\xff" + (limit + 1).to_bytes(8, "big") + bytes(100))
    code, *_ = large.read().split(" frame with")
    return [largest.read(), code, large.note("disconnect")]


@observes("12b")
def test_a_message_to_the_client_may_have_a_size(truth):
    large = truth.open("sized")
    seen = []
    for size in (LIMITS["daphne"], LIMITS["daphne"] + 1):
        large.send(str(size))
        answer = large.read()
        seen.append(f"{size} bytes come" if answer == f"text {'x' * size}" else answer)
    return seen


@observes("12-empty")
def test_an_empty_text_is_sent_or_not(truth):
    empty = truth.open("sized")
    empty.send("0")
    empty.send("1")
    seen = [empty.read()]
    while seen[-1] != "text x":
        seen.append(empty.read())
    return seen


@observes("options")
def test_the_options_that_are_named_exist():
    files = [*ROOT.glob("fixtures/*/*/*.*"), *ROOT.glob("lessons/reference/*.toml")]
    files += ROOT.glob("live_demo/labs/*/what_ifs.toml")
    named = {found for file in files for found in re.findall(r"`(--[\w-]+)`", file.read_text())}
    known = ""
    for server in ("daphne", "uvicorn"):
        known += subprocess.check_output([sys.executable, "-m", server, "--help"], text=True)
    assert named
    return [*(option for option in sorted(named) if f"{option} " not in known)] or ["all"]


@observes("13")
def test_a_frame_is_text_or_bytes(truth):
    both = truth.open("noting")
    both.send("text")
    both.send(b"bytes")
    both.read()
    both.read()
    return both.notes("receive(None")[1:]


def _daphne_default(option):
    return import_module("daphne.cli").CommandLineInterface().parser.get_default(option)


def _uvicorn_default(option):
    return getattr(import_module("uvicorn").Config(None), option)


@observes("16b")
def test_a_client_without_pong_is_closed(truth, own_truth):
    if truth.name == "daphne":
        server = own_truth("--ping-interval", "1", "--ping-timeout", "1")
        defaults = [_daphne_default("ping_interval"), _daphne_default("ping_timeout")]
    else:
        server = own_truth("--ws-ping-interval", "0.5", "--ws-ping-timeout", "0.5")
        defaults = [_uvicorn_default("ws_ping_interval"), _uvicorn_default("ws_ping_timeout")]
    deaf = server.open("noting", answers=False)
    seen = [deaf.read(), deaf.read(), deaf.note("disconnect")]
    return [*seen, "by default after {:g} s idle, and {:g} s without a pong".format(*defaults)]


def terminated(server, idle):
    server.process.terminate()
    seen = idle.rest()
    server.process.wait(timeout=SECONDS)
    return [*seen, *idle.notes()[1:]]


@observes("16")
def test_sigterm(truth, own_truth):
    """A while after the handshakes: when Daphne has logged this exception, its checker has gone round."""
    server = own_truth()
    idle = server.open("noting")
    raising = server.open("raising-in-disconnect")
    raising.close(1000)
    server.log_text(f"in disconnect of /raising-in-disconnect/{raising.key}/")
    return terminated(server, idle)


@observes("16-crash")
def test_sigterm_after_a_crash(truth, own_truth):
    server = own_truth()
    crashed = server.open("raising-in-receive", answers=False)
    crashed.send("crash")
    crashed.go()
    crashed.read()
    return terminated(server, server.open("noting"))


@observes("16c")
def test_a_handler_that_outlives_its_connection(truth, own_truth):
    """Daphne is given 1 s. Uvicorn has no such limit: of its time limits, none is one of a closed socket."""
    is_daphne = truth.name == "daphne"
    server = own_truth("--application-close-timeout", "1") if is_daphne else truth
    lingering = server.open("lingering")
    lingering.close(1000)
    if is_daphne:
        default = _daphne_default("application_close_timeout")
        return [lingering.note("disconnect"), lingering.note("cancelled"), f"by default after {default} s"]
    limits = {name for name in inspect.signature(uvicorn.Config).parameters if "timeout" in name}
    assert limits == UVICORN_LIMITS
    gone = lingering.note("disconnect")
    lingering.go()
    return [gone, lingering.note("ended")]


@observes("35")
def test_a_ping_comes_also_while_the_client_talks(truth, own_truth):
    """A ping that comes sooner than an interval after our last message is not prevented by talking."""
    interval = 2
    option = "--ping-interval" if truth.name == "daphne" else "--ws-ping-interval"
    talking = own_truth(option, str(interval)).open("noting")
    end = time.monotonic() + 2.5 * interval
    while time.monotonic() < end:
        said = time.monotonic()
        talking.send("hello")
        while (answer := talking.read()) == "ping":
            if time.monotonic() - said < interval:
                return ["ping"]
        assert answer.startswith("text"), answer
        time.sleep(0.05)
    return ["no ping"]


@observes("39")
def test_a_json_consumer_takes_json_only(truth):
    seen = []
    for message in ('"hello"', '"uuid"', "", b"{}", "nope"):
        connection = truth.open("json")
        connection.send(message)
        seen.append(f"{message!r}: {connection.read()}")
    return seen
