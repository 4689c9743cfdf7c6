"""Load lesson folders: manage.py load_lessons [PATH] [--overwrite]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lessons.folder.faults import FolderError
from lessons.folder.load import load


class Command(BaseCommand):
    help = "Load tracks and lessons from folders. Checks all first; changes nothing where anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument(
            "--overwrite", action="store_true", help="load over what an instructor has changed, too"
        )

    def handle(self, *args: Any, path: Path, overwrite: bool, **options: Any) -> None:
        try:
            outcomes = load(path, overwrite=overwrite)
        except FolderError as error:
            count = len(error.faults)
            raise CommandError(
                f"{error}\n{count} fault{'s' if count > 1 else ''}; nothing was changed."
            ) from error
        if options["verbosity"]:
            for outcome in outcomes:
                kept = (
                    " (changed by an instructor; --overwrite loads over it)" if outcome.done == "kept" else ""
                )
                self.stdout.write(f"{outcome.name}: {outcome.done}{kept}")
