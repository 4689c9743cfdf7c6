"""Write trace.json into lesson folders: manage.py record_runs [PATH]"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lessons.folder.faults import FolderError
from lessons.folder.read import read_tracks
from live_demo.recording import Script, record
from live_demo.server_name import server_name


class Command(BaseCommand):
    help = "Run each lesson's lab on a real server and keep the run as the lesson's trace.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        try:
            tracks = read_tracks(path, record_anew=True)
        except FolderError as error:
            raise CommandError(str(error)) from error
        scripts = {
            f"{track.slug}/{read.folder.number:02}-{read.folder.slug}": Script.of(read.folder.lesson)
            for track in tracks
            for read in track.lessons
        }
        recorded = record(scripts)
        if broken := [
            f"{name}: the run broke off: {run.fault}" for name, run in recorded.items() if run.fault
        ]:
            raise CommandError("\n".join([*broken, "Nothing was written."]))
        for name, run in recorded.items():
            data = {"server": server_name(), "points": [point.as_json() for point in run.points]}
            text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
            (path / name / "trace.json").write_text(text, encoding="utf-8")
            self.stdout.write(f"{name}: {len(run.points)} points")
