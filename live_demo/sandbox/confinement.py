"""Confine this process: what a forked worker gives up, in the order in which it has to.

A thread inherits what its maker has given up, but Landlock holds only for the thread that asks for it. So
Landlock comes first, then the threads, then the filter, which is put on all of them. The learner's source is
not here yet: it comes over the connection when all of this is done.
"""

import asyncio
import os
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import SyncToAsync

from live_demo.sandbox import landlock, seccomp
from live_demo.sandbox.kernel import check, control
from live_demo.sandbox.limits import limit_or_raise

UNUSED_ID = 64_901
"""The user and group of a worker whose fork server is root. Nothing on a machine belongs to it."""
CONNECTION = 3
"""The descriptor of the connection to the serving process, the only one that a worker keeps."""
_DIES_WITH_PARENT, _DUMPABLE, _NO_NEW_PRIVILEGES = 1, 4, 38
_THREADS_FOR_CALLS = 2
_STACK_BYTES = 512 * 1024


def keep_connection_only(descriptor: int) -> socket.socket:
    """Close every descriptor but that of the connection, and forget the environment and the folder."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    if descriptor != CONNECTION:
        os.dup2(descriptor, CONNECTION)
    os.closerange(CONNECTION + 1, 4096)
    os.environ.clear()
    os.chdir("/")
    os.setpgid(0, 0)  # no Ctrl-C of a terminal; in a session of its own its priority would not count
    return socket.socket(fileno=CONNECTION)


def drop_privileges(*, cpu_seconds: int, memory_bytes: int) -> int:
    """Limits, another user, no new privileges, Landlock. Returns Landlock's version. Raises `OSError`."""
    check(control(_DIES_WITH_PARENT, signal.SIGKILL), "the death signal")
    limit_or_raise(cpu_seconds=cpu_seconds, memory_bytes=memory_bytes)
    if os.getuid() == 0:
        _leave_root()
    check(control(_NO_NEW_PRIVILEGES, 1), "no_new_privs")
    check(control(_DUMPABLE, 0), "non-dumpable")  # nobody of the same user attaches, /proc/<pid> is root's
    return landlock.restrict()


def _leave_root() -> None:
    os.setgroups([])
    os.setresgid(UNUSED_ID, UNUSED_ID, UNUSED_ID)
    os.setresuid(UNUSED_ID, UNUSED_ID, UNUSED_ID)
    if 0 in (*os.getresuid(), *os.getresgid()):
        raise PermissionError("this process is root and cannot become another user")
    check(control(_DIES_WITH_PARENT, signal.SIGKILL), "the death signal")  # a new user has unset it


def make_loop() -> asyncio.AbstractEventLoop:
    """An event loop, and the threads of synchronous consumers and of `asyncio.to_thread`.

    No descriptor and no thread can be made once the filter is on.
    """
    threading.stack_size(_STACK_BYTES)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_default_executor(_started(ThreadPoolExecutor(_THREADS_FOR_CALLS), _THREADS_FOR_CALLS))
    _started(SyncToAsync.single_thread_executor, 1)
    return loop


def _started(pool: ThreadPoolExecutor, threads: int) -> ThreadPoolExecutor:
    """Start all threads of `pool`, and return it. Each thread waits until the others run."""
    together = threading.Barrier(threads + 1)
    for _ in range(threads):
        pool.submit(together.wait)
    together.wait()
    return pool


def install_filter(filter_program: bytes) -> None:
    """The last step: from here on the kernel answers only what the filter allows."""
    seccomp.install(filter_program)
