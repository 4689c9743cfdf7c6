"""Back up the database: manage.py backup FILE [--overwrite]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tutorial.backup.atomic_file import atomic_file
from tutorial.backup.engine import BackupError
from tutorial.backup.engines import engine


class Command(BaseCommand):
    help = "Write the whole database, as it is now, to a file. Servers go on meanwhile. restore reads it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="replace the file if there is one")

    def handle(self, *args: Any, file: Path, overwrite: bool, **options: Any) -> None:
        if file.exists() and not overwrite:
            raise CommandError(f"{file} is there already. Name another file, or say --overwrite.")
        try:
            with atomic_file(file) as made:
                engine().back_up(made)
                engine().check(made)
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes, complete and checked.")
