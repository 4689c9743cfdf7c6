"""Tracks, and who works on their lessons."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models

Visitor = AbstractBaseUser | AnonymousUser
"""Who makes a request, signed in or not."""
EVERY_TRACK = "lessons.edit_every_track"
"""The permission of editors: it extends what an instructor may do to all tracks."""


def edits_every_track(user: Visitor) -> bool:
    return isinstance(user, PermissionsMixin) and user.has_perm(EVERY_TRACK)


class TrackQuerySet(models.QuerySet["Track"]):
    def edited_by(self, user: Visitor) -> Self:
        """The tracks whose lessons `user` works on: an instructor on assigned ones, an editor on all."""
        if not getattr(user, "is_staff", False):
            return self.none()
        return self.all() if edits_every_track(user) else self.filter(instructors=user.pk)


class Track(models.Model):
    """An ordered course of lessons, such as 'Django Channels'."""

    slug = models.SlugField(unique=True)
    number = models.PositiveSmallIntegerField(default=1, help_text="The place of the track among the tracks.")
    title = models.CharField(max_length=120)
    summary = models.TextField(help_text="One or two sentences, in Markdown.")
    instructors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        limit_choices_to={"is_staff": True},
        related_name="tracks_taught",
        help_text="Who works on its lessons, besides the editors.",
    )
    shows_paths = models.BooleanField(
        "instructors see what each learner does",
        default=False,
        db_default=False,
        help_text="Those who work on the track see the attempts and runs of learners who have an account. "
        "Learners read so on the page about privacy. Nothing is shown of anybody without an account.",
    )
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = TrackQuerySet.as_manager()

    class Meta:
        ordering = ["number", "slug"]
        permissions = [("edit_every_track", "Works on the lessons of every track")]

    def __str__(self) -> str:
        return self.title
