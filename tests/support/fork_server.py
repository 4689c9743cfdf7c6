"""Forks the Python processes of the tests off one that has imported the libraries, which takes half the time.

It is run as `python tests/support/fork_server.py FD`. It knows nothing of the product, reads no settings, and
starts no thread and no event loop: the forked process does that, as one that is started anew.

A request on FD is a JSON object along with a socket and other descriptors. It has `command` (`-m` and a
module, or a script, and its arguments), `cwd`, `env`, `files` (the numbers that those descriptors get in the
process) and `new_session`. The number of the process is written to that socket at once, and its exit code
when it has ended, which is negative for a signal.
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
from pathlib import Path

LIBRARIES = """
    a2wsgi autobahn.twisted.websocket channels.auth channels.routing channels.security.websocket
    channels.testing channels_redis.pubsub crispy_forms.layout csv daphne.http_protocol
    django.contrib.admin django.contrib.messages.storage.fallback django.core.handlers.wsgi
    django.core.management.commands.runserver django.db.backends.postgresql.base
    django.db.backends.sqlite3.base django.db.migrations.executor django.middleware.csp
    django.middleware.gzip django.middleware.security django.template.loaders.cached django.test
    django_htmx.middleware environ fsrs h11 markdown_it multiprocessing.connection nh3 psycopg_pool
    pydantic.dataclasses pydantic.json_schema pydantic.main pydantic.networks pydantic.type_adapter
    pydantic.types pygments.formatters.html pygments.lexers pygments.lexers.javascript
    pygments.lexers.python pygments.styles.default reversion servestatic.storage sqlparse.engine tomli_w
    tomllib._parser twisted.internet.asyncioreactor twisted.internet.endpoints twisted.web.http
    websockets.asyncio.client websockets.server xml.etree.ElementTree
"""
"""What servers and commands import, as far as it reads no settings when it is imported."""

OF_SERVERS = {"daphne.server", "twisted.internet.reactor", "uvicorn.server"}
"""By these modules the product knows which server runs it."""


def main(descriptor):
    """Serve until the other end of FD is closed. In a forked process, do what it was forked for."""
    for name in LIBRARIES.split():
        importlib.import_module(name)
    sys.modules["pygments.lexers.python"].PythonLexer()  # compiles the patterns of all that come later
    assert threading.active_count() == 1, threading.enumerate()
    assert not OF_SERVERS & sys.modules.keys()
    gc.collect()
    gc.freeze()  # shared memory stays shared: the collector would write to it
    control = socket.socket(fileno=descriptor)
    forked = _serve(control)
    control.close()
    if forked:
        _become(*forked)


def _serve(control):
    """Fork as asked. Returns in a forked process only: its request and its files."""
    woken, waking = socket.socketpair()
    woken.setblocking(False)
    waking.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
    interrupted = signal.signal(signal.SIGINT, signal.SIG_IGN)
    outcomes = {}
    while True:
        ready, _, _ = select.select([control, woken], [], [])
        if woken in ready:
            woken.recv(4096)
            _reap(outcomes)
        if control in ready:
            text, files, _, _ = socket.recv_fds(control, 1 << 18, 16)
            if not text:
                signal.set_wakeup_fd(-1)  # what still runs may end after the sockets are gone
                return None
            pid = os.fork()
            if not pid:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                signal.signal(signal.SIGINT, interrupted)
                return json.loads(text), files[1:]
            outcomes[pid] = socket.socket(fileno=files[0])
            outcomes[pid].send(b"%d\n" % pid)
            for file in files[1:]:
                os.close(file)


def _reap(outcomes):
    for pid in list(outcomes):
        dead, status = os.waitpid(pid, os.WNOHANG)
        if dead:
            with (
                outcomes.pop(pid) as outcome,
                contextlib.suppress(OSError),
            ):  # nobody may wait for it any more
                outcome.send(b"%d\n" % os.waitstatus_to_exitcode(status))


def _become(request, files):
    """Run the command as the interpreter would, in a process that has nothing else of this one's."""
    _take(files, request["files"])
    if request["new_session"]:
        os.setsid()
    os.environ.clear()
    os.environ.update(request["env"])
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    os.chdir(request["cwd"])
    first, *arguments = request["command"]
    if first == "-m":
        sys.path[0] = request["cwd"]
        sys.argv = arguments
        runpy._run_module_as_main(arguments[0])
    else:
        sys.path[0] = str(Path(first).parent.resolve())
        sys.argv = [first, *arguments]
        runpy.run_path(first, run_name="__main__")


def _take(files, numbers):
    """Give the descriptors their numbers, and close every other."""
    above = max([*numbers, *files]) + 1
    for place, file in enumerate(files):
        os.dup2(file, above + place)
    os.closerange(3, above)
    for place, number in enumerate(numbers):
        os.dup2(above + place, number, inheritable=True)
    os.closerange(above, os.sysconf("SC_OPEN_MAX"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
