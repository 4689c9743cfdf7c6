"""The fork server of sandboxed workers. It is never that of the what-ifs, and never sees a learner's source.

It speaks as `live_demo.workers.fork_server` does. After `MAX_WORKERS` workers it ends as soon as none is
left, and the next one comes from a new process with another layout of its memory.
"""

import socket

from live_demo.sandbox import seccomp
from live_demo.sandbox.idle import IdleWhenBusy
from live_demo.sandbox.imports import preload
from live_demo.sandbox.limits import MAX_WORKERS
from live_demo.sandbox.process import work
from live_demo.workers.fork_server import ForkServer, lower_priority

_NICE = 5
"""Nice value of a worker that starts or answers, for a busy machine. See `idle` for one that computes."""


def serve(descriptor: int, *, lowered: bool = True) -> None:
    """Serve over the connection with that file descriptor, until it is closed.

    `lowered`: with a low priority, and last of all when it computes for long, as nobody else is to notice
    learners' code.
    """
    filter_program = seccomp.program()
    preload()
    serve_preloaded(socket.socket(fileno=descriptor), filter_program, lowered=lowered)


def serve_preloaded(control: socket.socket, filter_program: bytes, *, lowered: bool = True) -> None:
    """Serve as `serve` does, in a process in which `preload` has run."""
    if lowered:
        lower_priority(_NICE)

    def sandboxed(descriptor: int, limits: dict[str, int]) -> None:
        work(descriptor, limits, filter_program)

    watch = IdleWhenBusy() if lowered else None
    ForkServer(control, sandboxed, max_workers=MAX_WORKERS, watch=watch).serve()
