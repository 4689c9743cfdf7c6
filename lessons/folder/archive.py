"""A zip of lesson folders: bytes to the tracks in it, or every reason against it. No database is touched.

A zip is refused by what its directory declares, before anything is unpacked. No more of an entry is read than
it declares, so the same limits hold for what is unpacked. Nothing is written to a disk.
"""

import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath

from lessons.folder.faults import Fault, FolderError
from lessons.folder.files import known_filenames
from lessons.folder.read import ExistingLessons, ReadTrack, read_track_folders
from lessons.folder.tree import folder_of, is_picture
from lessons.pictures.budget import pixel_budget

MAX_PACKED_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 20 * 1024 * 1024
MAX_FILES = 400
MAX_RATIO = 100
"""Unpacked size over packed size of one file. Files of lessons reach 3 to 20."""
_SMALL = 64 * 1024  # bytes; the ratio of a smaller file does not matter
_MAX_NAME_LENGTH = 150

_LESSON = re.compile(r"\d\d-[a-z0-9-]+")
_TRACK = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LEFT_OUT = re.compile(r"(?:.*/)?(?:__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(?:/.*)?")
"""Files that operating systems add to a zip by themselves."""


def unpack(data: bytes) -> dict[str, bytes]:
    """{path in the zip: content}, such as 'track/01-lesson/lesson.toml'. Raises `FolderError`."""
    if len(data) > MAX_PACKED_BYTES:
        raise _refusal("", f"larger than {_megabytes(MAX_PACKED_BYTES)}")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if faults := [*_faults_of_all(entries), *_faults_of_each(entries)]:
                raise FolderError(faults)
            wanted = [entry for entry in entries if not entry.is_dir() and not _is_left_out(entry)]
            return {entry.filename: _read(archive, entry) for entry in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise _refusal("", f"this zip cannot be read: {error}") from error


def read_archive(
    data: bytes, *, track: str = "", track_toml: str = "", existing: ExistingLessons | None = None
) -> list[ReadTrack]:
    """The tracks in a zip. Raises `FolderError` with every fault, named as in the zip.

    The zip holds track folders, or lesson folders alone. These belong to the track with the slug `track`,
    and `track_toml` is the text of its track.toml. `existing` is as in `read_tracks`.
    """
    with pixel_budget():
        return _tracks_in(unpack(data), track, track_toml, existing)


def pack(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files by their paths; the same files give the same bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _tracks_in(
    files: dict[str, bytes], track: str, track_toml: str, existing: ExistingLessons | None
) -> list[ReadTrack]:
    if faults := list(_faults_of_place(files, has_track=bool(track))):
        raise FolderError(faults)
    if _are_lessons_alone(files):
        folder = folder_of({**files, "track.toml": track_toml.encode()})
        return read_track_folders({track: folder}, existing)
    return read_track_folders(folder_of(files).folders, existing)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The content of an entry. Raises `BadZipFile` where it is another one than declared.

    With a number of bytes, zipfile unpacks no more than these. It checks the CRC when it comes to the end of
    the entry. `read(0)` would not come there, so it gets one byte more, which no entry has.
    """
    with archive.open(entry) as file:
        return file.read(entry.file_size + 1)


def _faults_of_all(entries: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    if not entries:
        yield _fault("", "the zip is empty")
    if len(entries) > MAX_FILES:
        yield _fault("", f"{len(entries)} files; at most {MAX_FILES} are taken")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        yield _fault("", f"more than {_megabytes(MAX_UNPACKED_BYTES)} when unpacked")
    names = [entry.filename.rstrip("/") for entry in entries]
    for name, count in Counter(name.casefold() for name in names).items():
        if count > 1:
            yield _fault(name, f"is there {count} times")
    files = {entry.filename for entry in entries if not entry.is_dir()}
    folders = {str(folder) for name in names for folder in PurePosixPath(name).parents}
    for both in sorted(files & folders):
        yield _fault(both, "is a file and a folder at once")


def _faults_of_each(entries: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    for entry in entries[: MAX_FILES + 1]:
        if reason := _name_fault(entry.orig_filename) or _entry_fault(entry):
            yield _fault(entry.orig_filename, reason)


def _name_fault(name: str) -> str:
    """The reason why a file of this name is refused, such as a path out of the folder; empty if it is not."""
    if len(name) > _MAX_NAME_LENGTH:
        return "the name is too long"
    if "\\" in name:
        return "the name has a backslash: folders are separated by /"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "the name is an absolute path"
    if {"..", "."} & set(name.split("/")) or "//" in name:
        return "the name points outside of its folder"
    if not name.isprintable():
        return "the name has invisible characters"
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
        return "packed in a way that is not supported: make an ordinary zip"
    if entry.file_size > max(_SMALL, MAX_RATIO * entry.compress_size):
        return f"would become more than {MAX_RATIO} times larger when unpacked"
    return ""


def _is_left_out(entry: zipfile.ZipInfo) -> bool:
    return _LEFT_OUT.fullmatch(entry.filename) is not None


def _faults_of_place(files: Mapping[str, bytes], *, has_track: bool) -> Iterator[Fault]:
    """Files outside of a track or lesson folder. What a lesson folder lacks, `read_track_folders` reports."""
    if not files:
        yield _fault("", "it has no file of a lesson")
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
            case [track, lesson, "images", file] if _TRACK.fullmatch(track) and _LESSON.fullmatch(lesson):
                if not is_picture("images", file):
                    yield _fault(name, "unknown file in a lesson folder: in images/ are pictures")
            case _:
                yield _fault(name, "no place for a file: write track/track.toml, track/01-lesson/lesson.toml")


def _are_lessons_alone(files: Mapping[str, bytes]) -> bool:
    return all(_LESSON.fullmatch(name.split("/")[0]) for name in files)


def _fault(name: str, reason: str) -> Fault:
    return Fault(PurePosixPath(name or "the zip"), None, "", reason)


def _refusal(name: str, reason: str) -> FolderError:
    return FolderError([_fault(name, reason)])


def _megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"
