"""Every write of a client goes through its lock, so that its changes have one order.

The lock is the client's row. Whoever holds it numbers what it changes, and what it wrote is there for all
before the next number is given. So a cursor never passes by a change. The lock is taken before any other, so
that two writes of a client cannot lock each other out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from quizzes.api.models import ApiClient

PATIENCE_SECONDS = 5
"""How long a call waits for the writes of the same client that came first. Then it is told to come again."""


class Changes:
    """The numbers of the changes that one transaction makes for a client."""

    def __init__(self, client: ApiClient) -> None:
        self.client, self._before = client, client.changes

    def next(self) -> int:
        self.client.changes += 1
        return self.client.changes

    def save(self) -> None:
        if self.client.changes != self._before:
            self.client.save(update_fields=["changes"])


@contextmanager
def changing(client: ApiClient) -> Iterator[Changes]:
    """A transaction with the client's lock. Raises `OperationalError` if others hold it for too long."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
        # SQLite has one writing transaction at a time, which is a lock of everything.
        changes = Changes(ApiClient.objects.select_for_update(no_key=True).get(pk=client.pk))
        yield changes
        changes.save()
