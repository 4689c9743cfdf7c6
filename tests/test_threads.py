import subprocess
import sys
import threading

import pytest

from tests.support.servers import PATIENCE, ROOT
from tutorial.threads import DaemonThreads

STUCK = """
import threading
from tutorial.threads import DaemonThreads

begun = threading.Event()
DaemonThreads(1, "stuck").submit(lambda: begun.set() or threading.Event().wait())
begun.wait()
"""


def test_a_thread_that_waits_for_ever_does_not_hold_up_the_end_of_the_process():
    subprocess.run([sys.executable, "-c", STUCK], cwd=ROOT, check=True, timeout=PATIENCE)


def test_as_many_calls_run_side_by_side_as_there_are_threads():
    threads, both = DaemonThreads(2, "pair"), threading.Barrier(2, timeout=PATIENCE)
    assert sorted(future.result(20) for future in [threads.submit(both.wait) for _ in range(2)]) == [0, 1]


def test_what_a_call_raises_is_raised_where_its_result_is_asked_for():
    with pytest.raises(ZeroDivisionError):
        DaemonThreads(1, "failing").submit(lambda: 1 / 0).result(20)


def test_a_call_that_was_cancelled_before_its_turn_is_not_made():
    threads, go, made = DaemonThreads(1, "queue"), threading.Event(), []
    threads.submit(go.wait)
    cancelled = threads.submit(made.append, "cancelled")
    assert cancelled.cancel()
    go.set()
    threads.submit(made.append, "kept").result(20)
    assert made == ["kept"]
