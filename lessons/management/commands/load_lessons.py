"""Load lesson folders: manage.py load_lessons [PATH] [--overwrite] [--retire]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lessons.folder.faults import FolderError
from lessons.folder.load import Outcome, load


class Command(BaseCommand):
    help = "Load tracks and lessons from folders. Checks all first; changes nothing where anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument(
            "--overwrite", action="store_true", help="load over what an instructor has changed, too"
        )

        parser.add_argument(
            "--retire",
            action="store_true",
            help="load lessons, too, that drop questions with answers: those are kept, and no longer asked",
        )

    def handle(self, *args: Any, path: Path, overwrite: bool, retire: bool, **options: Any) -> None:
        try:
            outcomes = load(path, overwrite=overwrite, retire=retire)
        except FolderError as error:
            count = len(error.faults)
            raise CommandError(
                f"{error}\n{count} fault{'s' if count > 1 else ''}; nothing was changed."
            ) from error
        for outcome in outcomes:
            if options["verbosity"] or outcome.done == "held" or outcome.behind:
                self.stdout.write(f"{outcome.name}: {outcome.done}{_why(outcome)}")


def _why(outcome: Outcome) -> str:
    retires = ", ".join(outcome.retires)
    if outcome.done == "held":
        return f" back: nothing of it was changed, because it would retire {retires} (--retire does it)"
    if retires:
        return f", retired {retires}"
    if outcome.done != "kept":
        return ""
    new = ": the new version is not loaded (load_lessons --overwrite does it)" if outcome.behind else ""
    return f" as an instructor has changed it{new}"
