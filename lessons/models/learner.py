"""Learners: everyone who has done something here, with or without an account."""

import uuid

from django.conf import settings
from django.db import models


class Learner(models.Model):
    """The owner of runs and attempts. The signed cookie of `lessons.identity` holds its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="learner"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.user) if self.user else f"learner {str(self.id)[:8]}"
