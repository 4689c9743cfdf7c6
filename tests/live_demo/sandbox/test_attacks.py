"""Attacks from inside a sandboxed worker, each in its own: as this user, and as an ordinary one."""

import inspect
import signal

import pytest

from live_demo.sandbox.client import connect
from live_demo.sandbox.output import MAX_TEXT
from live_demo.sandbox.own_files import MAIN
from live_demo.sandbox.probe import _PROBE, Probes, _opening
from live_demo.sandbox.system_calls import ALLOWED, DEADLY
from tests.live_demo.sandbox.attacking import (
    AS_ROOT,
    IN_SECONDS,
    USERS,
    Decoys,
    as_ordinary_user,
    attack,
    attacks_in,
)
from tests.live_demo.sandbox.attacks import attempts

SYSTEM_CALLS = 600
"""The sweep tries every number below. Those that are allowed or deadly are in `system_calls`."""
SHORT = {**IN_SECONDS, "seconds": 6, "cpu_seconds": 1}


@pytest.fixture(scope="module", params=USERS)
def probes(request):
    with Probes(connect if request.param == "this user" else as_ordinary_user) as running:
        yield running


@pytest.fixture(scope="module")
def decoys(tmp_path_factory, probes):
    """What attacks look for, and whether anybody has touched it."""
    made = Decoys(tmp_path_factory.mktemp("decoys"), probes)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("module", "name"), attacks_in("files", "network", "processes", "memory", "neighbors")
)
def test_nothing_gets_through(probes, decoys, module, name):
    outcome = attack(probes, decoys, module, name)
    assert outcome.text == "[]", outcome


@pytest.mark.parametrize(("module", "name"), attacks_in("deadly"))
def test_a_call_that_no_learner_makes_ends_the_worker(probes, decoys, module, name):
    outcome = attack(probes, decoys, module, name)
    assert outcome.status == -signal.SIGSYS, outcome


@pytest.mark.parametrize(("module", "name"), attacks_in("endless"))
def test_what_never_ends_is_ended_when_its_seconds_are_over(probes, decoys, module, name):
    """On a busy machine a worker needs more of them until the attack begins."""
    for seconds in (0.2, 1, 4, 15):
        outcome = attack(probes, decoys, module, name, {**IN_SECONDS, "seconds": seconds, "cpu_seconds": 20})
        if outcome.begun:
            break
    assert outcome.begun, outcome
    assert (outcome.text, outcome.overdue, outcome.status) == ("", True, -signal.SIGKILL), outcome


@pytest.mark.parametrize(
    ("probes", "name", "status"),
    [
        *((user, "loops", signal.SIGXCPU) for user in USERS),
        (USERS[0], "loops_without_signals", signal.SIGKILL),
    ],
    indirect=["probes"],
)
def test_what_computes_is_ended_when_its_processor_time_is_over(probes, decoys, name, status):
    """A second of it may take long on a busy machine, as others go first."""
    outcome = attack(probes, decoys, "endless", name, SHORT)
    assert outcome.begun, outcome
    assert outcome.text == ""
    assert outcome.overdue or outcome.status == -status, outcome


@pytest.mark.parametrize(("module", "name"), attacks_in("wire"))
def test_a_worker_that_lies_on_the_wire_is_killed(probes, decoys, module, name):
    """One that has done all it wanted may have ended before the kill reaches it."""
    outcome = attack(probes, decoys, module, name)
    assert outcome.fault, outcome
    assert outcome.status in (-signal.SIGKILL, 0), outcome


@pytest.mark.parametrize(("module", "name"), attacks_in("crashes"))
def test_a_crash_ends_nobody_else(probes, decoys, module, name):
    outcome = attack(probes, decoys, module, name)
    assert outcome.status != 0 or "Error" in outcome.text, outcome
    assert probes.run("def probe(): return 'alive'").text == "alive"


def test_every_other_system_call_is_refused(probes, decoys):
    known = {numbers[0] for table in (ALLOWED, DEADLY) for numbers in table.values()}
    others = [number for number in range(SYSTEM_CALLS) if number not in known | OF_PROBES]
    source = inspect.getsource(attempts) + SWEEP.format(numbers=others)
    outcome = probes.run(source)
    assert outcome.text == "{1}", outcome  # EPERM, and nothing else


OF_PROBES = {335, 336}
"""uretprobe and uprobe: new kernels ask no filter for them. Called from elsewhere they are SIGILL."""
SWEEP = """
def probe():
    errors = set()
    for number in {numbers}:
        try:
            call(number, 0, 0, 0, 0, 0, 0)
            errors.add(number)
        except OSError as error:
            errors.add(error.errno)
    return errors
"""


@pytest.mark.parametrize("name", DEADLY)
def test_every_deadly_system_call_ends_the_worker(probes, name):
    number = DEADLY[name][0]
    source = f"{inspect.getsource(attempts)}\ndef probe():\n    return call({number}, 0, 0, 0, 0, 0, 0)"
    assert probes.run(source).status == -signal.SIGSYS


def test_guarded_system_calls_are_refused_with_other_arguments(probes):
    source = inspect.getsource(attempts) + GUARDED
    assert probes.run(source).text == "[]"


GUARDED = """
def probe():
    fcntl_commands = [0, 2, *range(4, 17), 1024, 1025, 1030, 1031]
    ioctl_requests = [0x5401, 0x5412, 0x8901, 0x8902, 0x5450]
    advices = [3, 12, 14, 21, 100]
    return through(
        lambda: call(9, 0, 4096, 3, 0x21, -1, 0),  # shared
        lambda: call(9, 0, 4096, 1, 0x40022, -1, 0),  # huge pages
        lambda: call(10, 4096, 0, 4),
        *(lambda command=command: call(72, 3, command, 0) for command in fcntl_commands),
        *(lambda request=request: call(16, 3, request, 0) for request in ioctl_requests),
        *(lambda advice=advice: call(28, 0, 0, advice) for advice in advices),
        lambda: call(302, 1, 7, 0, 0),
        lambda: call(302, 0, 7, ctypes.create_string_buffer(16), 0),
        lambda: call(44, 3, ctypes.c_char_p(b"x"), 1, 0, ctypes.c_char_p(b"address"), 4),
    )
"""


def test_a_worker_as_root_becomes_an_unused_user(probes):
    outcome = probes.run(
        "import os\ndef probe(): return os.getuid(), os.geteuid(), os.getgid(), os.getegid()"
    )
    assert outcome.text in ("(64901, 64901, 64901, 64901)", "(10001, 10001, 10001, 10001)") or not AS_ROOT


def test_an_import_that_is_not_there_says_what_is(probes):
    outcome = probes.run(IMPORT)
    assert "there is no module 'requests' here. You can import abc" in outcome.text


IMPORT = """
def probe():
    try:
        import requests
    except ImportError as error:
        return error
"""


ENDS = {
    "modules": ("sys.modules.clear()\n    raise ValueError('odd')", "ValueError: odd"),
    "replaced modules": ("sys.modules = {}\n    raise ValueError('odd')", "ValueError: odd"),
    "long text": ("pass\n    raise ValueError('odd' * 5000)", "ValueError: oddodd"),
    "notes": (
        "error = ValueError('odd')\n    error.__notes__ = ['a note'] * 900; raise error",
        "ValueError: odd",
    ),
    "chain": (
        "error = ValueError('odd')\n    error.__cause__ = CHAIN; raise error",
        "ValueError: odd",
    ),
    "text that raises": (
        "class Odd(Exception): __str__ = None\n    raise Odd",
        "Odd: (its text raises TypeError)",
    ),
}
CHAIN = """
import sys

CHAIN = None
for _ in range(300):
    link = KeyError("a link " * 20)
    link.__cause__, CHAIN = CHAIN, link
def probe():
    """


@pytest.mark.parametrize("name", ENDS)
def test_an_exception_is_told_with_its_name_and_line_whatever_the_code_has_done(probes, name):
    act, error = ENDS[name]
    opening = _opening({MAIN: CHAIN + act + _PROBE}) | {"traced": True}
    points = probes._asked(opening, IN_SECONDS, 60).points
    told = next(point for point in points if point["event"] == "output.raised")["locals"]["text"]
    raised = next(point for point in points if point["event"] == "exception")
    line = CHAIN.count("\n") + 2
    assert raised["error"].startswith(error)
    assert raised["line"] == line
    assert error.partition(":")[0] in told
    assert len(told) <= MAX_TEXT
