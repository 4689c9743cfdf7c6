"""A folder with its files in memory, whether they come from a disk or out of a zip."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from lessons.pictures.address import ENDINGS
from lessons.pictures.names import FOLDER


@dataclass(frozen=True, slots=True)
class Folder:
    """The contents of the files and the folders in a folder, by name. `path` is how faults name it."""

    path: PurePath
    files: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)


def folder_on_disk(path: Path, wanted: Collection[str], *, depth: int = 2) -> Folder:
    """The folder at `path` with the folders in it, `depth` levels down; deeper ones appear empty.

    Files with a name in `wanted` and pictures are read, the others appear empty.
    """
    found = Folder(path)
    for entry in sorted(path.iterdir()):
        if not entry.is_dir():
            is_read = entry.name in wanted or is_picture(path.name, entry.name)
            found.files[entry.name] = entry.read_bytes() if is_read else b""
        elif depth:
            found.folders[entry.name] = folder_on_disk(entry, wanted, depth=depth - 1)
        else:
            found.folders[entry.name] = Folder(entry)
    return found


def is_picture(folder: str, name: str) -> bool:
    """Whether a file of this name, in this folder, is a picture of a lesson."""
    return folder == FOLDER and name.rpartition(".")[2] in ENDINGS


def folder_of(files: Mapping[str, bytes]) -> Folder:
    """The folder that holds these files by their paths, such as 'track/01-lesson/lesson.toml'."""
    root = Folder(PurePosixPath())
    for path, content in sorted(files.items()):
        *outer, name = path.split("/")
        folder = root
        for part in outer:
            folder = folder.folders.setdefault(part, Folder(folder.path / part))
        folder.files[name] = content
    return root
