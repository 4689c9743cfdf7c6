"""Remove in batches, each a short transaction, so that a server beside it goes on."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction

from tutorial.retention.pace import Pace
from tutorial.retention.rules import Rule

_PATIENCE = "500ms"
"""How long a batch waits for others' locks on PostgreSQL. It is less than `deadlock_timeout` (1 s): where two
wait for each other, it is always the batch that gives way, and never somebody's answer."""
_MAX_HELD = 10
"""Number of locked rows that are passed over. Beyond it, the rest of the kind is left for the next time."""
_PAUSE = 0.02
"""Seconds between two batches at least: SQLite's writers wait by asking again, and need a gap for it."""


@dataclass
class Outcome:
    """`removed` rows of a kind; `longest` is the longest transaction in seconds; `left`: why some stay."""

    removed: int = 0
    longest: float = 0
    left: str = ""


def clean_up(rule: Rule) -> Outcome:
    """Remove every row whose time is over. Done again, or by two at once, it removes nothing else."""
    outcome, pace, held = Outcome(left="they are in use"), Pace(), list[Any]()
    while len(held) < _MAX_HELD and (keys := _next(rule, pace.rows, held)):
        begun = time.monotonic()
        try:
            removed, seconds = _remove(rule, keys)
        except OperationalError as error:  # others held what depends on these rows for too long
            removed, seconds, outcome.left = 0, time.monotonic() - begun, str(error).strip()
            held += keys if len(keys) == 1 else []
            pace.rows = 1
        else:
            held += [] if removed else keys
            outcome.longest = max(outcome.longest, seconds)
            pace.took(seconds)
        outcome.removed += removed
        time.sleep(max(_PAUSE, seconds * _share()))
    if not rule.outdated().filter(pk__in=held).exists():
        outcome.left = ""
    return outcome


def _share() -> float:
    """The pause after a transaction, as a share of its time. Others get half if one writes at a time."""
    return 1 if connection.vendor == "sqlite" else 0.25


def _next(rule: Rule, count: int, held: Sequence[Any]) -> list[Any]:
    """The keys of the next batch."""
    rows = rule.outdated().exclude(pk__in=held).order_by()
    return list(rows.values_list("pk", flat=True)[:count])


def _remove(rule: Rule, keys: Sequence[Any]) -> tuple[int, float]:
    """Remove the rows with these keys that are still outdated and not in use. Returns (number, seconds)."""
    with transaction.atomic():
        begun = time.monotonic()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
        held = rule.outdated().filter(pk__in=keys).order_by("pk").only("pk")
        found = [row.pk for row in held.select_for_update(skip_locked=True, of=("self",))]
        # Once more: what was waited for may have changed what they depend on.
        found = list(rule.outdated().filter(pk__in=found).values_list("pk", flat=True))
        rule.delete(found)
    return len(found), time.monotonic() - begun
