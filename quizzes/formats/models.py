"""A file of questions that an instructor has uploaded and not yet applied."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone

from lessons.models import Lesson


class QuestionImportQuerySet(models.QuerySet["QuestionImport"]):
    def fresh(self) -> Self:
        return self.filter(made_at__gt=timezone.now() - QuestionImport.RETENTION)

    def keep(
        self, user: AbstractBaseUser, lesson: Lesson, *, name: str, file_format: str, content: bytes
    ) -> None:
        """Keep a file instead of the user's last one. Files of any user that are too old are deleted."""
        self.filter(made_at__lte=timezone.now() - QuestionImport.RETENTION).delete()
        file = {"lesson": lesson, "name": name, "file_format": file_format, "content": content}
        self.update_or_create(user_id=user.pk, defaults=file | {"made_at": timezone.now()})


class QuestionImport(models.Model):
    """A file between its upload and its import. A user has at most one, for at most an hour."""

    RETENTION = timedelta(hours=1)

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="question_import"
    )
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    file_format = models.CharField(max_length=10, help_text="A key of `quizzes.formats.registry.READERS`.")
    content = models.BinaryField()
    made_at = models.DateTimeField()

    objects = QuestionImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"
