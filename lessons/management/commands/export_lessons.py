"""Write lesson folders: manage.py export_lessons DIR"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lessons.folder.write import export


class Command(BaseCommand):
    help = "Write every track and lesson as the folders that load_lessons reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        written, incomplete = export(directory)
        for folder in written:
            self.stdout.write(str(folder))
        for lesson in incomplete:
            self.stderr.write(f"{lesson.track.slug}/{lesson.slug}: not written, it is not complete yet")
