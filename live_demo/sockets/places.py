"""The places for lab and watch sockets, counted while these are open.

Each process counts its own, as a watch socket leaves no row in the database, and tells the others with its
heartbeat. So what is counted in others is a few seconds old; in a process of its own nothing is.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from lessons.network_limits import hashed, network_in
from live_demo.processes.heartbeat import heartbeat
from live_demo.processes.models import ServerProcess
from live_demo.runs.quota import InUse, Quota, Usage
from live_demo.runs.ticket import holder_of

_ALL = "all"
_MAX_LISTED = 200
"""Most networks and learners that other processes are told of: those with the most sockets."""
_open_here: Counter[str] = Counter()
"""How many sockets all, each network and each learner have open in this process."""
_open_elsewhere: Counter[str] = Counter()
"""How many in the other processes, by hashed names."""


@contextmanager
def socket_place(scope: Any) -> Iterator[None]:
    """A place for the socket of `scope` while entered. Raises `RefusedError` where none is left for it."""
    learner = holder_of(scope)
    names = [_ALL, f"network {network_in(scope)}", f"learner {learner}"]
    in_use = [InUse(_open_here[name] + _open_elsewhere[_stored_name(name)]) for name in names]
    if not learner:  # terminals have no cookie: they are not all one learner
        names, in_use[-1] = names[:-1], InUse(0)
    _sockets().check(Usage(*in_use))
    _open_here.update(names)
    try:
        yield
    finally:
        _open_here.subtract(names)
        for name in names:
            if not _open_here[name]:
                del _open_here[name]


def exchange_counts() -> None:
    """Tell the other processes what is open in this one, and take over what they have told."""
    most = Counter(dict(_open_here)).most_common(_MAX_LISTED)  # a copy: the event loop goes on counting
    own = {_stored_name(name): count for name, count in most}
    ServerProcess.objects.filter(pk=heartbeat.id).exclude(sockets=own).update(sockets=own)
    others = ServerProcess.objects.exclude(pk=heartbeat.id).exclude(sockets__isnull=True)
    counts: Counter[str] = Counter()
    for sockets in others.values_list("sockets", flat=True):
        counts.update(sockets)
    _take_over(counts)


def _take_over(counts: Counter[str]) -> None:
    global _open_elsewhere
    _open_elsewhere = counts  # at once: the event loop reads it meanwhile


def _stored_name(name: str) -> str:
    """What the database has for a name: nobody's address."""
    return name if name == _ALL else hashed(name)


def _sockets() -> Quota:
    limits = settings.LIVE_DEMO
    advice = "Close another page with a live run, then connect again."
    return Quota("sockets", limits["MAX_SOCKETS"], limits["MAX_SOCKETS_OF_ONE"], advice)
