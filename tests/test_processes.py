"""A process that is forked for the tests is as one that is started anew."""

import os
import resource
import signal
import subprocess
import sys

import pytest

from tests.support.fork_server import OF_SERVERS
from tests.support.processes import run, start
from tests.support.servers import PATIENCE, ROOT

FACTS = """
import os, resource, signal, sys, threading
print(sys.argv[1:], os.getcwd(), sys.path, sys.dont_write_bytecode, __name__)
print(sorted((name, value) for name, value in os.environ.items() if name != "LC_CTYPE"))
print([(number, signal.getsignal(number)) for number in signal.valid_signals() if number not in (9, 19)])
print([resource.getrlimit(kind) for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_DATA)])
print(threading.active_count(), len(os.listdir("/proc/self/fd")), os.getsid(0), os.getpgid(0))
print([name for name in {servers} if name in sys.modules])
import atexit
atexit.register(print, "at the end")
if "killed" in sys.argv:
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)
sys.exit(3)
"""


@pytest.fixture
def script(tmp_path):
    (tmp_path / "script.py").write_text(FACTS.format(servers=sorted(OF_SERVERS)))
    return tmp_path / "script.py"


@pytest.mark.parametrize("argument", ["an argument", "killed"])
def test_it_finds_what_one_that_is_started_anew_finds(script, argument):
    env = {"PATH": os.environ["PATH"], "NAME": "value"}
    command = [sys.executable, script, argument]
    own = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "text": True}
    anew = subprocess.run(command, cwd=ROOT, env=env, check=False, **own)
    forked = run([script, argument], env=env)
    assert (forked.returncode, forked.stdout) == (anew.returncode, anew.stdout)
    assert anew.returncode == (-signal.SIGKILL if argument == "killed" else 3)


def test_it_is_ended_limited_and_waited_for(tmp_path):
    (tmp_path / "script.py").write_text("import time\nwhile True: time.sleep(60)")
    with (tmp_path / "log").open("w") as log:
        process = start([tmp_path / "script.py"], env={}, stdout=log, stderr=log)
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (64, 64))
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)
    assert process.poll() is None
    process.terminate()
    assert process.wait(PATIENCE) == process.poll() == -signal.SIGTERM
    process.kill()  # of a process that has ended: nothing happens


def test_one_that_has_ended_before_its_signal_comes_is_left_alone(tmp_path, monkeypatch):
    (tmp_path / "script.py").write_text("")
    with (tmp_path / "log").open("w") as log:
        process = start([tmp_path / "script.py"], env={}, stdout=log, stderr=log)
    process.wait(PATIENCE)
    monkeypatch.setattr(process, "poll", lambda: None)  # as just before its exit code came
    process.kill()
    assert process.returncode == 0
