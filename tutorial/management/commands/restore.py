"""Restore a backup: manage.py restore FILE [--overwrite]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tutorial.backup.engine import BackupError
from tutorial.backup.engines import engine
from tutorial.backup.versions import known_migrations, refuse_newer

NOT_EMPTY = "The database is not empty. Make a backup of it if you need one, then say --overwrite."


class Command(BaseCommand):
    help = (
        "Put a backup in place of the database. Stop the servers first. The tables are migrated at the end."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="delete what the database holds now")

    def handle(self, *args: Any, file: Path, overwrite: bool, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        found = engine()
        try:
            found.check(file)
            migrations = found.applied(file)
            refuse_newer(migrations, known_migrations())
            if not found.is_empty() and not overwrite:
                raise BackupError(NOT_EMPTY)
            found.restore(file)
        except BackupError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        cache.clear()  # it may hold things of rows that are others now
        call_command("migrate", verbosity=0)
        self.stdout.write(f"{file} is restored. Start the servers again.")
