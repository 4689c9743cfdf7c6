"""Python processes for the tests, forked off a process that has imported the libraries. See `fork_server`."""

import atexit
import contextlib
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FORK_SERVER = Path(__file__).with_name("fork_server.py")
SANDBOX_SERVICE = Path(__file__).with_name("sandbox_service.py")


class Process:
    """A process that was forked, as a child of another: what tests use of `subprocess.Popen`."""

    def __init__(self, outcome):
        self._outcome = outcome
        self._lines = outcome.makefile()
        self.pid = int(self._lines.readline())
        self.returncode = None

    def poll(self):
        """The exit code, negative for a signal; None while it runs."""
        if self.returncode is None and select.select([self._outcome], [], [], 0)[0]:
            self._read()
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None:
            if not select.select([self._outcome], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            self._read()
        return self.returncode

    def _read(self):
        self.returncode = int(self._lines.readline())
        self._lines.close()
        self._outcome.close()

    def send_signal(self, number):
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):  # it has ended since, and its code is on its way
                os.kill(self.pid, number)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


class Piped(Process):
    """A process that was forked, with pipes: what the desk uses of `subprocess.Popen` to play a script."""

    def __init__(self, command, *, cwd, **_):
        (theirs_in, self.stdin), (self.stdout, theirs_out) = (
            (os.fdopen(read), os.fdopen(write, "w")) for read, write in (os.pipe(), os.pipe())
        )
        with theirs_in, theirs_out, Path(os.devnull).open("w") as nowhere:
            files = {"stdin": theirs_in, "stdout": theirs_out, "stderr": nowhere}
            assert command[0] == sys.executable
            super().__init__(_asked(command[1:], cwd=cwd, env=os.environ, **files))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stdin.close()
        self.stdout.close()
        self.wait()


def start(command, **options):
    """A process of the interpreter with this `command`: `-m` and a module or a script, and its arguments.

    Options: `env` is its whole environment; `stdout` and `stderr` are open files; `pass_fds` stay open in it.
    """
    return Process(_asked(command, **options))


def _asked(
    command,
    *,
    cwd=FORK_SERVER.parents[2],
    env,
    stdout,
    stderr,
    stdin=None,
    pass_fds=(),
    new_session=False,
):
    """Ask for the process; the socket at which its number and its exit code come."""
    of_interpreter = {name: value for name, value in env.items() if name.startswith("PYTHON")}
    of_interpreter.pop("PYTHONDONTWRITEBYTECODE", None)
    ours, theirs = socket.socketpair()
    with theirs:
        files = {
            **({0: stdin.fileno()} if stdin else {}),
            1: stdout.fileno(),
            2: stderr.fileno(),
            **{each: each for each in pass_fds},
        }
        request = {
            "command": list(map(str, command)),
            "cwd": str(cwd),
            "env": dict(env),
            "files": list(files),
            "new_session": new_session,
        }
        control = _fork_server(frozenset(of_interpreter.items()))
        socket.send_fds(control, [json.dumps(request).encode()], [theirs.fileno(), *files.values()])
    return ours


def run(command, **options):
    """What `subprocess.run` gives that captures text, of a process that was forked."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        code = start(command, stdout=out, stderr=err, **options).wait()
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, code, out.read(), err.read())


@functools.cache
def sandbox_socket():
    """The path of the unix socket at which learners' code is run for every server of this process."""
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name, "socket")
    process = subprocess.Popen([sys.executable, "-I", str(SANDBOX_SERVICE), str(path)], env={}, cwd="/")

    def end():
        process.kill()
        process.wait()
        folder.cleanup()

    atexit.register(end)
    while not path.exists():
        if process.poll() is not None:
            raise RuntimeError("the service of sandboxed workers did not start")
        time.sleep(0.01)
    return str(path)


@functools.cache
def _fork_server(of_interpreter):
    """The connection to a fork server with these variables, which the interpreter reads when it starts."""
    control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
    others = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [sys.executable, str(FORK_SERVER), str(theirs.fileno())]
    with theirs:
        process = subprocess.Popen(
            command,
            env=others | dict(of_interpreter),
            cwd="/",
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )

    def end():
        control.close()
        process.wait()

    atexit.register(end)
    return control
