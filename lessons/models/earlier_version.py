"""What a public lesson was before a draft took its place."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from lessons.models.lesson import Lesson


class EarlierVersion(models.Model):
    """The content of a public lesson before a publication, as folders hold it, so that it can come back."""

    MAX_VERSIONS = 20
    """Versions of a lesson that are kept; the oldest go first."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="earlier_versions")
    content = models.JSONField(help_text="'folder': its LessonFolder; 'files': those of plugins, by name.")
    replaced_at = models.DateTimeField(auto_now_add=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.lesson} until {self.replaced_at:%Y-%m-%d %H:%M} UTC"
