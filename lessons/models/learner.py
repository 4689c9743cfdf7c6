"""Learners: everyone who has done something here, with or without an account."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone


def today() -> date:
    """The day in UTC."""
    return timezone.now().date()


class Learner(models.Model):
    """The owner of runs and attempts. The signed cookie of `lessons.identity` holds its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="learner"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_act_on = models.DateField(default=today)
    """The day (UTC) on which a learner without an account last did something; accounts are kept anyway."""

    class Meta:
        indexes = [
            models.Index(fields=["last_act_on"], condition=models.Q(user=None), name="guest_last_act_on")
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else f"learner {str(self.id)[:8]}"
