"""Publish the drafts that are scheduled for now or earlier."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lessons.drafts.draft import publish_due


class Command(BaseCommand):
    help = "Publish the drafts whose time has come. Run it every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in publish_due(timezone.now()):
            self.stdout.write(line)
