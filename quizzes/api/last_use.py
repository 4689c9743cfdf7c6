"""Note when a key was last used, without ever making a call wait or fail."""

import logging
from datetime import datetime, timedelta

from django.db import Error, connection, transaction
from django.utils import timezone

from quizzes.api.models import ApiKey

RESOLUTION = timedelta(minutes=1)
"""Resolution of `last_used_at`, so that not every call writes."""

_log = logging.getLogger(__name__)


def note_use(key: ApiKey) -> None:
    """Store that `key` is used now. A database that is locked, full or read-only makes no difference."""
    now = timezone.now()
    if key.last_used_at and key.last_used_at >= now - RESOLUTION:
        return
    try:
        (_note_in_sqlite if connection.vendor == "sqlite" else _note)(key, now)
    except Error:
        _log.warning("The last use of the key %s was not stored", key.beginning, exc_info=True)


def _note(key: ApiKey, now: datetime) -> None:
    with transaction.atomic():
        free = ApiKey.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=key.pk)
        ApiKey.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(last_used_at=now)


def _note_in_sqlite(key: ApiKey, now: datetime) -> None:
    """SQLite waits for a locked file as long as its setting says. Here it does not wait."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
        finally:
            seconds = float(connection.settings_dict["OPTIONS"].get("timeout", 5))
            cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
