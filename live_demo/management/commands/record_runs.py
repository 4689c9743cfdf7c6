"""Write trace.json into lesson folders: manage.py record_runs [PATH]"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lessons.folder.faults import FolderError
from lessons.folder.read import read_tracks
from live_demo.lab import lab_folder, read_lab_file
from live_demo.middleware.server_name import server_name
from live_demo.record.server import Recorded, Script, what_if_scripts
from live_demo.record.shortest import record_shortest
from live_demo.what_if_definitions import what_ifs_of
from live_demo.what_ifs.browser_report import BrowserReport
from live_demo.what_ifs.recorded import FILENAME, as_recorded

FIXTURES = settings.BASE_DIR / "fixtures"
"""Folder with whose lessons the what-ifs of their labs are recorded, too. Other folders leave them alone."""


class Command(BaseCommand):
    help = "Run each lesson's lab on a real server and keep the run as the lesson's trace.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=FIXTURES)
        parser.add_argument(
            "--what-if", action="append", help="record only this what-if, such as chat/vanish"
        )
        parser.add_argument(
            "--runs", type=int, default=1, help="how many runs to make of each; the shortest is kept"
        )

    def handle(self, *args: Any, path: Path, what_if: list[str] | None, runs: int, **options: Any) -> None:
        try:
            tracks = read_tracks(path, record_anew=True)
        except FolderError as error:
            raise CommandError(str(error)) from error
        scripts = {
            f"{track.slug}/{read.folder.number:02}-{read.folder.slug}": Script.of(read.folder.lesson)
            for track in tracks
            for read in track.lessons
        }
        by_lab = {script.lab: script for script in scripts.values()} if path == FIXTURES else {}
        what_ifs = what_if_scripts(by_lab)
        if what_if:
            only = {f"what-if/{name}" for name in what_if}
            if unknown := only - set(what_ifs):
                raise CommandError(f"There is no {min(unknown).removeprefix('what-if/')}.")
            scripts, what_ifs = {}, {name: what_ifs[name] for name in what_ifs if name in only}
        recorded = record_shortest(scripts | what_ifs, runs)
        if broken := [
            f"{name}: the run broke off: {run.fault}" for name, run in recorded.items() if run.fault
        ]:
            raise CommandError("\n".join([*broken, "Nothing was written."]))
        self._keep_what_ifs({name: recorded.pop(name) for name in list(recorded) if name in what_ifs})
        for name, run in recorded.items():
            data = {"server": server_name(), "points": [point.as_json() for point in run.points]}
            text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
            (path / name / "trace.json").write_text(text, encoding="utf-8")
            self.stdout.write(f"{name}: {len(run.points)} points")

    def _keep_what_ifs(self, recorded: dict[str, Recorded]) -> None:
        """Write what_ifs.json into the folders of the labs. A what-if that was not recorded keeps its run."""
        files: dict[str, dict[str, Any]] = {}
        for name, run in recorded.items():
            _, lab, what_if = name.split("/")
            files.setdefault(lab, {})[what_if] = as_recorded(
                server_name(), what_ifs_of(lab)[what_if], run.points, BrowserReport(**run.report)
            )
            self.stdout.write(f"{name}: {len(run.points)} points")
        for lab, runs in files.items():
            folder = lab_folder(lab)
            assert folder
            before = json.loads(read_lab_file(lab, FILENAME) or "{}")
            runs_of_lab = {name: (before | runs)[name] for name in what_ifs_of(lab) if name in before | runs}
            text = json.dumps(runs_of_lab, indent=1, ensure_ascii=False) + "\n"
            (folder / FILENAME).write_text(text, encoding="utf-8")
