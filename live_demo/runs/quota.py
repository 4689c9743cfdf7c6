"""Quotas: how many places there are, whether one more can be taken, and words for a refusal.

One network may hold its share of them, one learner a few. The last tenth of all is kept for networks that
hold none yet, so that somebody new gets a place even when the others have taken the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from zlib import crc32

from django.db import connection, transaction
from django.utils import timezone

from lessons.network_limits import share_of
from lessons.refused import RefusedError

_SOON_SECONDS = 60
"""`Retry-After` where it is not known when a place is free again."""


@dataclass(frozen=True, slots=True)
class InUse:
    """How many places are taken. `free_at` is when the first is free at the latest, where that is known."""

    places: int
    free_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """The places of one kind that are taken by all, by one network and by one learner."""

    by_all: InUse
    by_network: InUse
    by_learner: InUse = InUse(0)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many places of one kind, such as 'live runs', there are, and how many one learner may have.

    `advice` is a sentence on what can be done meanwhile.
    """

    what: str
    of_all: int
    of_learner: int | None = None
    advice: str = ""

    @property
    def of_network(self) -> int:
        return min(self.of_all, share_of(self.of_all))

    @property
    def for_newcomers(self) -> int:
        """Number of places that are kept for networks that hold none."""
        return min(self.of_all // 10, self.of_all - self.of_network)

    def check(self, usage: Usage) -> None:
        """Raise `RefusedError` if no more place can be taken."""
        if self.of_learner is not None and usage.by_learner.places >= self.of_learner:
            raise self._refused(self._all_taken(self.of_learner, "that you can have "), 429, usage.by_learner)
        if usage.by_all.places >= self.of_all:
            raise self._refused(f"The server is full. {self._all_taken(self.of_all)}", 503, usage.by_all)
        if usage.by_network.places >= self.of_network:
            raise self._refused(self._all_taken(self.of_network, "of your network "), 429, usage.by_network)
        if usage.by_network.places and usage.by_all.places >= self.of_all - self.for_newcomers:
            reserved = f"The last places for {self.what} are kept for networks that have none yet."
            raise self._refused(f"The server is full. {reserved}", 503, usage.by_all)

    def _all_taken(self, count: int, whose: str = "") -> str:
        if count == 1:
            return f"The one place {whose}for {self.what} is taken."
        return f"All {count} places {whose}for {self.what} are taken."

    def _refused(self, words: str, status: int, in_use: InUse) -> RefusedError:
        if in_use.free_at is None:
            return RefusedError(f"{words} {self.advice}".strip(), status, _SOON_SECONDS)
        seconds = max(1, ceil((in_use.free_at - timezone.now()).total_seconds()))
        when = f"at {in_use.free_at:%H:%M} UTC at the latest, {_in(seconds)}"
        return RefusedError(f"{words} The first is free again {when}. {self.advice}".strip(), status, seconds)


def _in(seconds: int) -> str:
    minutes = ceil(seconds / 60)
    return f"in {minutes} minute{'' if minutes == 1 else 's'}"


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Run a transaction that excludes all others with the same `what`, in every process.

    What is counted in it is still true when it commits. SQLite has one writer at a time anyway: a transaction
    begins as one (`transaction_mode` in the settings).
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(what.encode())])
        yield
