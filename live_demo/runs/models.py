"""Runs of learners, and the run that was recorded for each lesson."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lessons.models import Learner, Lesson
from live_demo.processes.heartbeat import heartbeat
from live_demo.runs.quota import InUse, Usage
from live_demo.trace.point import TracePoint, points_in
from live_demo.trace.renumbering import renumber_steps


class RunQuerySet(models.QuerySet["Run"]):
    def with_record(self) -> Self:
        """The runs that have ended, with what a list shows of them; traces are deferred."""
        runs = self.exclude(ended_at=None).defer("trace")
        return runs.select_related("lesson", "diagnosis", "member__room")

    def open(self) -> Self:
        """Runs whose lab socket is open. Those of a process that has died are ended (`runs.lost`)."""
        return self.filter(ended_at=None).exclude(opened_at=None)

    def stored(self) -> Self:
        """Runs that have left a record."""
        return self.filter(is_lost=False).exclude(ended_at=None)

    def ended(self, run_ids: Iterable[str]) -> Self:
        """Runs with these ids that are over."""
        return self.filter(pk__in=run_ids).exclude(ended_at=None)

    def outdated(self) -> Self:
        """Runs older than `RETENTION["runs"]`, except those that learners keep."""
        return self.filter(started_at__lt=timezone.now() - settings.RETENTION["runs"], is_kept=False)

    def never_opened(self) -> Self:
        """Runs whose sockets nobody opened within a day. No ticket opens them any more."""
        return self.filter(opened_at=None, ended_at=None, started_at__lt=timezone.now() - timedelta(days=1))

    def usage(self, network: str, learner_id: uuid.UUID, seconds: float) -> Usage:
        """The places of these open runs, each of which may last `seconds`. `network` is hashed."""
        of_network, of_learner = models.Q(network=network), models.Q(learner=learner_id)
        found = self.open().aggregate(
            by_all=models.Count("pk"),
            by_all_since=models.Min("opened_at"),
            by_network=models.Count("pk", filter=of_network),
            by_network_since=models.Min("opened_at", filter=of_network),
            by_learner=models.Count("pk", filter=of_learner),
            by_learner_since=models.Min("opened_at", filter=of_learner),
        )

        def count(by: str) -> InUse:
            since = found[f"{by}_since"]
            return InUse(found[by], since and since + timedelta(seconds=seconds))

        return Usage(count("by_all"), count("by_network"), count("by_learner"))

    def claim(self, run_id: str, network: str = "") -> bool:
        """Take the run for a lab socket here. Returns False if it does not exist, or was opened before.

        `network`, hashed, is that of the socket. It is stored while the run is open, to count its places.
        """
        heartbeat.make_known()
        taken = {"opened_at": timezone.now(), "served_by": heartbeat.id, "network": network}
        return self.filter(pk=run_id, opened_at=None).update(**taken) == 1

    def store(self, run_id: str, *, ended_at: datetime, server: str, trace: list[dict[str, Any]]) -> bool:
        """Store the record of a run, also of one that counted as lost. False if it is stored already."""
        unstored = self.filter(Q(ended_at=None) | Q(is_lost=True), pk=run_id)
        record = {"ended_at": ended_at, "server": server, "trace": trace}
        return unstored.update(**record, is_lost=False, network="") == 1

    def lose(self, run_id: str) -> None:
        """End a run whose record cannot be stored."""
        self.filter(pk=run_id, ended_at=None).update(ended_at=timezone.now(), is_lost=True, network="")


class Traced(models.Model):
    """Base of models with a stored trace: a list of points as `live_demo.trace.stored` writes it."""

    trace = models.JSONField(default=list)

    class Meta:
        abstract = True

    @property
    def points(self) -> list[TracePoint]:
        return points_in(self.trace)

    def renumber(self, steps: Mapping[int, int | None]) -> None:
        """Name the rows of the execution table by their new numbers, and store the trace."""
        renumber_steps(self.trace, steps)
        self.save(update_fields=["trace"])


class Run(Traced):
    """One learner's session with a lab. It ends in a record that can be replayed and exported.

    `opened_at` and `ended_at` are those of the lab socket. `server`, such as 'Daphne 4.2.3', and
    `trace`, a list of points as `live_demo.trace.stored` writes them, are stored at the end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="runs")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="runs")
    member = models.ForeignKey("live_demo.Member", on_delete=models.SET_NULL, null=True, related_name="runs")
    started_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    server = models.CharField(max_length=40, blank=True)
    trace = models.JSONField(default=list)
    network = models.CharField(max_length=32, blank=True, default="", db_default="")
    """Network of its lab socket while this is open, by `lessons.network_limits.hashed`; then empty."""
    served_by = models.UUIDField(null=True)
    """The process that has its lab socket (`live_demo.processes`)."""
    is_lost = models.BooleanField(default=False, db_default=False)
    """Whether its process died before the record was stored. Only the times are known then."""
    what_if = models.CharField(max_length=40, blank=True)
    """The name of the what-if that it runs; empty for the lab as written."""
    source = models.TextField(blank=True, default="", db_default="")
    """The learner's own consumer.py that it runs; empty for a file of the lab."""
    diagnosis = models.ForeignKey(
        "live_demo.Diagnosis", null=True, on_delete=models.CASCADE, related_name="runs"
    )
    public_key = models.CharField(max_length=32, blank=True, default="", db_default="", db_index=True)
    """Secret part of its public address; empty while its owner shares it with nobody."""
    first_run = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    """The run of browser A, where this is that of browser B on the same bench of the same learner."""
    is_kept = models.BooleanField(default=False)
    """Whether its learner keeps it for longer than `settings.RETENTION` says."""

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["learner", "started_at"]),
            models.Index(fields=["learner", "lesson", "started_at"], name="runs_of_a_learner"),
            models.Index(fields=["opened_at"], condition=models.Q(ended_at=None), name="open_runs"),
            models.Index(fields=["started_at"], condition=models.Q(is_kept=False), name="runs_to_remove"),
        ]

    def __str__(self) -> str:
        return f"run {str(self.id)[:8]} of {self.lesson}"

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.id])

    @property
    def kept_until(self) -> datetime:
        """The time after which the run is removed, unless its learner keeps it."""
        return self.started_at + settings.RETENTION["runs"]

    @property
    def is_mystery(self) -> bool:
        """Whether its learner has yet to find out which what-if it runs."""
        return self.diagnosis is not None and self.diagnosis.solved_at is None


class PastRuns(models.Model):
    """What stays of a learner's runs that were removed: how many there were, for the progress."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="past_runs")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="past_runs")
    what_if = models.CharField(max_length=40, blank=True)
    """Name of the what-if, as in `Run`; empty for the lesson's own code."""
    count = models.PositiveIntegerField(default=0)
    is_answered = models.BooleanField(default=False)
    """Whether one of them graded what its learner had said before it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson", "what_if"], name="past_runs_once_a_learner_and_what_if"
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} past runs of {self.lesson}"


class Recording(Traced):
    """The run that the pages of a lesson show, recorded from a real server by `record_runs`."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, related_name="recording")
    server = models.CharField(max_length=40)
    trace = models.JSONField()
    script = models.JSONField(
        null=True, help_text="The rows that were played; empty where nobody noted them."
    )

    def __str__(self) -> str:
        return f"recording of {self.lesson}"

    def is_of_another_script(self, lesson: Lesson) -> bool:
        """Whether the script of `lesson` has changed since the run."""
        return self.script is not None and self.script != lesson.browser_side.as_data()
