"""Attacks on the machine of a sandboxed worker: which there are, what they look for, and as whom they run."""

import ctypes
import importlib
import inspect
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from tests.live_demo.sandbox.attacks import attempts
from tests.support.servers import ROOT

FOLDER = Path(__file__).parent / "attacks"
IN_SECONDS = {"seconds": 5, "cpu_seconds": 2, "memory_bytes": 64 << 20}


def attacks_in(*names):
    modules = [importlib.import_module(f"tests.live_demo.sandbox.attacks.{name}") for name in names]
    return [
        (module.__name__.rpartition(".")[2], name)
        for module in modules
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and not inspect.signature(value).parameters
    ]


ORDINARY_USER = 10_001
AS_ROOT = os.getuid() == 0
USERS = ["this user", "an ordinary user"] if AS_ROOT else ["this user"]
AS_ORDINARY_USER = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from live_demo.sandbox import fork_server

def preload(preload=fork_server.preload):
    preload()  # an ordinary user may not read root's Python
    os.setgroups([])
    os.setresgid(*3 * [{ORDINARY_USER}])
    os.setresuid(*3 * [{ORDINARY_USER}])

fork_server.preload = preload
fork_server.serve(int(sys.argv[1]))
"""


def as_ordinary_user():
    """A connection to a fork server that runs as an ordinary user, and its process."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-I", "-c", AS_ORDINARY_USER, str(theirs.fileno())]
    with theirs:
        return ours, subprocess.Popen(command, pass_fds=[theirs.fileno()], env={}, cwd="/")


class Decoys:
    def __init__(self, folder, probes):
        self.secret = folder / "secret"
        self.secret.write_text("the secret of the server")
        self.secret.chmod(0o666)
        self.memory = ctypes.create_string_buffer(b"in the memory of the server")
        self.connected = []
        unix, abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        unix.bind(str(folder / "socket"))
        abstract.bind("\0handshake-decoy")
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.sockets = [self.tcp, unix, abstract]
        for each in self.sockets:
            each.listen()
            threading.Thread(target=self._accept, args=(each,), daemon=True).start()
        self.other, self._connection = probes.opened({**IN_SECONDS, "seconds": 900}).__enter__()
        self.names = {
            "HOST": os.getpid(),
            "OTHER": self.other,
            "PORT": self.tcp.getsockname()[1],
            "SECRET": str(self.secret),
            "UNIX": str(folder / "socket"),
            "ADDRESS": ctypes.addressof(self.memory),
        }

    def _accept(self, listener):
        try:
            while True:
                self.connected.append(listener.accept())
        except OSError:
            pass

    def check(self):
        assert not self.connected
        assert self.secret.read_text() == "the secret of the server"
        assert self.secret.stat().st_mode & 0o777 == 0o666
        assert Path(f"/proc/{self.other}/stat").read_text().split(")")[1].split()[0] in "SR"
        for left in ("/tmp/handshake-escaped", "/dev/shm/handshake-escaped", "/tmp/handshake-folder"):
            assert not Path(left).exists()

    def close(self):
        for each in self.sockets:
            each.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
            each.close()
        self._connection.close()


def attack(probes, decoys, module, name, limits=IN_SECONDS):
    known = "\n".join(f"{key} = {value!r}" for key, value in decoys.names.items())
    begin = inspect.getsource(attempts)
    source = "\n".join([known, begin, (FOLDER / f"{module}.py").read_text(), f"probe = {name}"])
    outcome = probes.run(source, limits=limits)
    decoys.check()
    return outcome
