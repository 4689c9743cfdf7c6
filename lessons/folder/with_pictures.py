"""The pictures in a lesson folder: read them, and let the texts name them by their addresses."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lessons.folder.faults import Fault
from lessons.folder.tree import Folder, is_picture
from lessons.pictures.decode import DecodedPicture, decode
from lessons.pictures.errors import PictureError
from lessons.pictures.names import FOLDER, names_in, with_addresses
from lessons.stored_pictures.quota import MAX_BYTES, MAX_PICTURES

_TEXTS = (".toml", ".md")


def with_pictures(lesson: Folder, faults: list[Fault]) -> tuple[Folder, Sequence[DecodedPicture]]:
    """The folder with its texts as they are stored, and its pictures. What is wrong is added to `faults`."""
    images = lesson.folders.get(FOLDER)
    if images is None:
        return lesson, ()
    pictures = dict(_decoded(images, faults))
    shown = set().union(*(names_in(_text(lesson, name)) for name in lesson.files))
    faults += [
        Fault(images.path / name, None, "", "no text shows this picture")
        for name in sorted(set(pictures) - shown)
    ]
    if len(pictures) > MAX_PICTURES or sum(len(each.content) for each in pictures.values()) > MAX_BYTES:
        most = f"{MAX_PICTURES} pictures, of {MAX_BYTES // 1024 // 1024} MB together"
        faults.append(Fault(images.path, None, "", f"a lesson has at most {most}"))
    addresses = {name: each.address for name, each in pictures.items()}
    texts = {
        name: with_addresses(_text(lesson, name), addresses).encode()
        for name in lesson.files
        if _text(lesson, name)
    }
    return replace(lesson, files={**lesson.files, **texts}), list(pictures.values())


def _decoded(images: Folder, faults: list[Fault]) -> Iterator[tuple[str, DecodedPicture]]:
    for name in sorted([*images.files, *images.folders]):
        if name.startswith("."):
            continue
        if not is_picture(FOLDER, name) or name in images.folders:
            faults.append(
                Fault(images.path / name, None, "", "a picture is named like figure.png: png, jpg, webp, gif")
            )
            continue
        try:
            yield name, decode(name, images.files[name])
        except PictureError as error:
            faults.append(Fault(images.path / name, None, "", str(error)))


def _text(lesson: Folder, name: str) -> str:
    """The text of a file that can show pictures; empty where it has none, or is not UTF-8."""
    try:
        return lesson.files[name].decode() if name.endswith(_TEXTS) else ""
    except UnicodeDecodeError:
        return ""  # `read` tells it
