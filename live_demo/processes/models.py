"""Server processes."""

from __future__ import annotations

from django.db import models


class ServerProcess(models.Model):
    """A server process that was alive at its last heartbeat. Its row goes once it is taken for dead.

    `server` is such as 'Daphne 4.2.3', `beats` the number of heartbeats so far, `heard_at` the time of the
    last one on the clock of that process. `sockets`: how many are open in it (`live_demo.sockets.places`).
    A process of an earlier version leaves it out.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    server = models.CharField(max_length=40)
    beats = models.PositiveBigIntegerField(default=0)
    heard_at = models.DateTimeField()
    sockets: models.JSONField[dict[str, int] | None] = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"process {str(self.id)[:8]} of {self.server}"
