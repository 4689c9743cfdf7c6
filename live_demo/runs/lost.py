"""Runs whose server process has died: they end as lost, with what is known of them."""

from django.db.models import F, Value
from django.db.models.functions import Greatest

from live_demo.processes.models import ServerProcess
from live_demo.runs.models import Run


def lose_runs_of(process: ServerProcess) -> int:
    """End the open runs of a dead process at its last heartbeat. Returns their number."""
    ended_at = Greatest(F("opened_at"), Value(process.heard_at))
    open_runs = Run.objects.open().filter(served_by=process.pk)
    return open_runs.update(ended_at=ended_at, server=process.server, is_lost=True, network="")
