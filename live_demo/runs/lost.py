"""Runs that nobody will store: they end as lost, with what is known of them."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from live_demo.processes.models import ServerProcess
from live_demo.runs.models import Run

GRACE_SECONDS = 60
"""Seconds after the longest time of a run, from which on an open run counts as lost."""


def lose_runs_of(process: ServerProcess) -> int:
    """End the open runs of a dead process, at its last heartbeat. Returns their number."""
    ended_at = Greatest(F("opened_at"), Value(process.heard_at))
    open_runs = Run.objects.open().filter(served_by=process.pk)
    return open_runs.update(ended_at=ended_at, server=process.server, is_lost=True, network="")


def lose_overdue_runs() -> int:
    """End the runs that are open for longer than a run may last, such as those of no known process."""
    longest = timedelta(seconds=settings.LIVE_DEMO["MAX_SECONDS"] + GRACE_SECONDS)
    overdue = Run.objects.open().filter(opened_at__lt=timezone.now() - longest)
    return overdue.update(ended_at=F("opened_at"), is_lost=True, network="")
