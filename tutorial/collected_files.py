"""Collect the static files, unless they are collected already: hashing and compressing takes seconds."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from tutorial.static_versions import current_files

NOTE = "collected.json"
_TOOLS = ("django", "servestatic")
"""Packages that write the files. Another version may write other files."""


def collect() -> None:
    """Bring the collected files up to date. A note beside them says what they were made of."""
    note, sources = Path(settings.STATIC_ROOT) / NOTE, _digest(_sources())
    if settings.DEBUG or not _is_noted(note, sources):
        call_command("collectstatic", interactive=False, verbosity=0)
        note.write_text(json.dumps({"sources": sources, "manifest": _manifest(note.parent)}))


def _is_noted(note: Path, sources: str) -> bool:
    """Whether the collected files were made of these sources, and are all there."""
    if not note.exists():
        return False
    noted = {"sources": sources, "manifest": _manifest(note.parent)}
    return json.loads(note.read_text()) == noted and all(
        (note.parent / each).exists() for each in current_files()
    )


def _manifest(root: Path) -> str:
    """The digest of the names of the collected files; somebody may have collected others since."""
    file = root / "staticfiles.json"
    return _digest([file.read_bytes()]) if file.exists() else ""


def _sources() -> Iterator[bytes]:
    """Everything that the collected files depend on."""
    yield json.dumps([version(tool) for tool in _TOOLS]).encode()
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield path.encode()
            with storage.open(path) as file:
                yield file.read()


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()
