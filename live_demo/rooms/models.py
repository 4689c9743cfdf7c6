"""Rooms and their members."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from lessons.models import Learner, Lesson
from live_demo.rooms.codes import LENGTH, new_code
from live_demo.runs.quota import InUse, Usage

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MAX_LABELS = len(_LETTERS)
HOUR_OVER = "This room has closed. A room is open for one hour."


def closing_time() -> datetime:
    return timezone.now() + timedelta(seconds=settings.LIVE_DEMO["ROOM_SECONDS"])


class RoomQuerySet(models.QuerySet["Room"]):
    def open(self) -> Self:
        """Rooms that can be entered."""
        return self.filter(closes_at__gt=timezone.now())

    def usage(self, network: str) -> Usage:
        """The places of the open rooms, and of those that were made from `network`, which is hashed."""
        of_network = models.Q(network=network)
        found = self.open().aggregate(
            by_all=models.Count("pk"),
            by_all_until=models.Min("closes_at"),
            by_network=models.Count("pk", filter=of_network),
            by_network_until=models.Min("closes_at", filter=of_network),
        )
        return Usage(*(InUse(found[by], found[f"{by}_until"]) for by in ("by_all", "by_network")))

    def forget_networks(self) -> None:
        """Delete the network of every room that has closed."""
        self.exclude(network="").filter(closes_at__lte=timezone.now()).update(network="")

    def forgotten(self) -> Self:
        """Rooms that can be deleted: closed for as long as settings.RETENTION says, or without any member."""
        closed = models.Q(closes_at__lt=timezone.now() - settings.RETENTION["rooms"])
        return self.filter(closed | models.Q(members=None))


class Room(models.Model):
    """A lab in which several learners meet. Whoever has the code may enter until the room closes."""

    code = models.CharField(max_length=LENGTH, unique=True, default=new_code)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="rooms")
    made_at = models.DateTimeField(auto_now_add=True)
    closes_at = models.DateTimeField(default=closing_time, db_index=True)
    closed_by = models.ForeignKey("Member", null=True, on_delete=models.SET_NULL, related_name="+")
    """The member who closed the room before its time was over."""
    network = models.CharField(max_length=32, blank=True, default="", db_default="")
    """Network of its maker while it is open, as `lessons.network_limits.hashed` writes it; then empty."""

    objects = RoomQuerySet.as_manager()

    def __str__(self) -> str:
        return f"room {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("room", args=[self.code])

    @property
    def is_open(self) -> bool:
        return self.closes_at > timezone.now()

    @property
    def closed_words(self) -> str:
        """A sentence that says why the room is closed; '' while it is open."""
        if self.is_open:
            return ""
        return f"This room was closed by {self.closed_by.label}." if self.closed_by else HOUR_OVER


class MemberQuerySet(models.QuerySet["Member"]):
    def present(self) -> Self:
        """Members who have not left."""
        return self.filter(left_at=None)


class Member(models.Model):
    """A learner in a room. The others see a letter, given in the order of joining; `number` counts from 0."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="members")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="memberships")
    number = models.PositiveSmallIntegerField()
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["room", "learner"], name="one_membership_a_learner_and_room"),
            models.UniqueConstraint(fields=["room", "number"], name="one_letter_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.label} in {self.room}"

    @property
    def label(self) -> str:
        return f"Learner {_LETTERS[self.number]}"

    @property
    def made_the_room(self) -> bool:
        return self.number == 0
