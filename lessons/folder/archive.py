"""A zip of lesson folders: bytes to the tracks in it, or every reason against it. No database is touched.

What is refused is refused by what the zip's directory says, before anything is unpacked; what is unpacked is
bounded by the same figures, because no more of an entry is read than it declares.
"""

import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from lessons.folder.faults import Fault, FolderError
from lessons.folder.files import known_filenames
from lessons.folder.read import ExistingLessons, ReadTrack, read_tracks

MOST_PACKED = 2 * 1024 * 1024
MOST_UNPACKED = 5 * 1024 * 1024
MOST_FILES = 200
MOST_RATIO = 100
"""How many times larger a file may become; text of lessons becomes 3 to 20 times larger."""
_SMALL = 64 * 1024  # too small to be a bomb, whatever its ratio
_LONGEST_NAME = 150

_LESSON = re.compile(r"\d\d-[a-z0-9-]+")
_TRACK = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ANY_TRACK = b'title = "Any"\nsummary = "Any."\n'
"""Stands for a track.toml that is missing, so that the lessons below it are judged, too."""
_LEFT_OUT = re.compile(r"(?:.*/)?(?:__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(?:/.*)?")
"""What systems put into a zip unasked."""


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of a zip by their paths, such as 'track/01-lesson/lesson.toml'. Raises `FolderError`."""
    if len(data) > MOST_PACKED:
        raise _refusal("", f"larger than {_megabytes(MOST_PACKED)}")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if faults := [*_faults_of_all(entries), *_faults_of_each(entries)]:
                raise FolderError(faults)
            wanted = [entry for entry in entries if not entry.is_dir() and not _is_left_out(entry)]
            return {entry.filename: _read(archive, entry) for entry in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise _refusal("", f"no zip that can be read: {error}") from error


def read_archive(
    data: bytes, *, track: str = "", track_toml: str = "", existing: ExistingLessons | None = None
) -> list[ReadTrack]:
    """The tracks in a zip. Raises `FolderError` with every fault, named as in the zip.

    The zip holds track folders, or lesson folders alone: these belong to the track of the slug `track`,
    whose track.toml is given. `existing` is as for `read_tracks`.
    """
    files = unpack(data)
    if faults := list(_faults_of_place(files, has_track=bool(track))):
        raise FolderError(faults)
    missing = _tracks_without_toml(files)
    files |= {f"{top}/track.toml": _ANY_TRACK for top in missing}
    faults = [_fault(top, "missing file: track.toml") for top in missing]
    above = ""
    if _are_lessons_alone(files):
        above = f"{track}/"
        files = {above + name: content for name, content in files.items()}
        files[f"{above}track.toml"] = track_toml.encode()
    with TemporaryDirectory() as directory:
        root = Path(directory)
        for name, content in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        try:
            tracks = read_tracks(root, existing)
        except FolderError as error:
            faults += [replace(fault, file=fault.file.relative_to(root / above)) for fault in error.faults]
    if faults:
        raise FolderError(faults)
    return tracks


def pack(files: Mapping[str, str]) -> bytes:
    """A zip of these texts by their paths; the same texts give the same bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        return file.read(entry.file_size + 1)  # beyond what it declares nothing is even unpacked


def _faults_of_all(entries: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    if not entries:
        yield _fault("", "the zip is empty")
    if len(entries) > MOST_FILES:
        yield _fault("", f"{len(entries)} files; at most {MOST_FILES} are taken")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        yield _fault("", f"more than {_megabytes(MOST_UNPACKED)} when unpacked")
    names = [entry.filename.rstrip("/") for entry in entries]
    for name, count in Counter(name.casefold() for name in names).items():
        if count > 1:
            yield _fault(name, f"is there {count} times")
    files = {entry.filename for entry in entries if not entry.is_dir()}
    folders = {str(folder) for name in names for folder in PurePosixPath(name).parents}
    for both in sorted(files & folders):
        yield _fault(both, "is a file and a folder at once")


def _faults_of_each(entries: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    for entry in entries[: MOST_FILES + 1]:
        if reason := _name_fault(entry.orig_filename) or _entry_fault(entry):
            yield _fault(entry.orig_filename, reason)


def _name_fault(name: str) -> str:
    """Why a file of this name is not unpacked anywhere: it could land outside of its folder."""
    if len(name) > _LONGEST_NAME:
        return "the name is too long"
    if "\\" in name:
        return "the name has a backslash: folders are separated by /"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "the name begins at the root of a disk"
    if {"..", "."} & set(name.split("/")) or "//" in name:
        return "the name leads out of its folder"
    if not name.isprintable():
        return "the name has characters that cannot be seen"
    return ""


def _entry_fault(entry: zipfile.ZipInfo) -> str:
    mode = entry.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "a link: put the file itself into the zip"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "neither a file nor a folder"
    if entry.flag_bits & 0x1:
        return "encrypted: make the zip without a password"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "packed in an unusual way: make an ordinary zip"
    if entry.file_size > max(_SMALL, MOST_RATIO * entry.compress_size):
        return f"would become more than {MOST_RATIO} times larger when unpacked"
    return ""


def _is_left_out(entry: zipfile.ZipInfo) -> bool:
    return _LEFT_OUT.fullmatch(entry.filename) is not None


def _faults_of_place(files: Mapping[str, bytes], *, has_track: bool) -> Iterator[Fault]:
    """What stands where no lesson folder has anything; what is in a lesson folder, its reader says."""
    if not files:
        yield _fault("", "no file of a lesson in it")
    lessons_alone = _are_lessons_alone(files)
    if files and lessons_alone and not has_track:
        yield _fault("", "lesson folders without their track: choose the track that they belong to")
    known = known_filenames()
    for name in files:
        match name.split("/") if not lessons_alone else ["track", *name.split("/")]:
            case [track, "track.toml"] if _TRACK.fullmatch(track):
                pass
            case [track, lesson, file] if _TRACK.fullmatch(track) and _LESSON.fullmatch(lesson):
                if file not in known:
                    yield _fault(name, "unknown file in a lesson folder")
            case _:
                yield _fault(name, "no place for a file: write track/track.toml, track/01-lesson/lesson.toml")


def _tracks_without_toml(files: Mapping[str, bytes]) -> list[str]:
    if _are_lessons_alone(files):
        return []
    tops = {name.split("/")[0] for name in files if "/" in name}
    return sorted(top for top in tops if f"{top}/track.toml" not in files)


def _are_lessons_alone(files: Mapping[str, bytes]) -> bool:
    return all(_LESSON.fullmatch(name.split("/")[0]) for name in files)


def _fault(name: str, reason: str) -> Fault:
    return Fault(PurePosixPath(name or "the zip"), None, "", reason)


def _refusal(name: str, reason: str) -> FolderError:
    return FolderError([_fault(name, reason)])


def _megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"
