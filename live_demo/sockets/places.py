"""The places for lab and watch sockets in this process, counted while these are open.

A watch socket leaves no row in the database, and what a socket takes is this process's memory.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from lessons.addresses import network_in
from live_demo.runs.quota import InUse, Quota, Usage
from live_demo.runs.ticket import holder_of

_taken: Counter[str] = Counter()
"""How many sockets each network and each learner have open."""


@contextmanager
def socket_place(scope: Any) -> Iterator[None]:
    """A place for the socket of `scope` while entered. Raises `RefusedError` where none is left for it."""
    names = ("all", f"network {network_in(scope)}", f"learner {holder_of(scope)}")
    _sockets().check(Usage(*(InUse(_taken[name]) for name in names)))
    _taken.update(names)
    try:
        yield
    finally:
        _taken.subtract(names)
        for name in names:
            if not _taken[name]:
                del _taken[name]


def _sockets() -> Quota:
    limits = settings.LIVE_DEMO
    advice = "Close another page with a live run, then connect again."
    return Quota("sockets", limits["MAX_SOCKETS"], limits["MAX_SOCKETS_OF_ONE"], advice)
