"""Remove what is kept no longer: manage.py clean_up [--dry-run]"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tutorial.retention.clean_up import clean_up
from tutorial.retention.rules import RULES


class Command(BaseCommand):
    help = (
        "Remove what is older than the KEEP_ settings say: runs, guests, sessions and more. "
        "Run it every night; servers go on meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be removed")

    def handle(self, *args: Any, dry_run: bool, verbosity: int, **options: Any) -> None:
        for rule in RULES:
            if dry_run:
                self.stdout.write(f"{rule.name}: {rule.outdated().count():,} would be removed")
                continue
            outcome = clean_up(rule)
            left = f"; the rest is left for the next time: {outcome.left}" if outcome.left else ""
            self.stdout.write(f"{rule.name}: {outcome.removed:,} removed{left}")
            if verbosity > 1:
                self.stdout.write(f"  longest transaction: {outcome.longest * 1000:.0f} ms")
