"""Zips that instructors have uploaded and not yet applied."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone

from lessons.models.track import Track


class UploadQuerySet(models.QuerySet["Upload"]):
    def fresh(self) -> Self:
        return self.filter(made_at__gt=timezone.now() - Upload.LIFETIME)

    def store(self, user: AbstractBaseUser, content: bytes, track: Track | None) -> Upload:
        """Store a zip in place of the user's last one, and delete every upload that is too old."""
        self.filter(made_at__lte=timezone.now() - Upload.LIFETIME).delete()
        values = {"content": content, "track": track, "made_at": timezone.now()}
        return self.update_or_create(user_id=user.pk, defaults=values)[0]


class Upload(models.Model):
    """A zip between its preview and its application. Each user has at most one, for an hour."""

    LIFETIME = timedelta(hours=1)

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="upload")
    track = models.ForeignKey(Track, null=True, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()
    made_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"upload of {self.user}"
