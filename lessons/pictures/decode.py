"""Bytes that somebody uploads to a picture that can be shown, or the reason against it in an author's words.

A file is decoded completely, whatever its name says. It is written anew where it holds more than its pixels
(where a photo was taken, a comment, another file behind it), where it is turned, or where it is large.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.utils.text import slugify

from lessons.pictures.address import PictureAddress

if (
    TYPE_CHECKING
):  # Pillow takes a tenth of a second to import, and only a process that gets a picture needs it
    from PIL.Image import Image

MAX_BYTES = 3 * 1024 * 1024
"""Of an uploaded file."""
MAX_STORED_BYTES = 1024 * 1024
MAX_PIXELS = 24_000_000
"""Before a large picture is made smaller. They take 96 MB while they are decoded."""
MAX_SIDE = 1600
"""Pixels. A picture that is wider or higher is made smaller."""
_ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}
_LAST = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9", "GIF": b";", "WEBP": b""}
_HARMLESS = {
    *("gamma", "srgb", "dpi", "aspect", "chromaticity", "interlace", "transparency", "background", "version"),
    *("jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "loop", "duration"),
    *("timestamp", "extension"),
}
"""What Pillow tells of a file besides its pixels, without saying anything of a person."""


class PictureError(Exception):
    """The file is no picture that can be shown. The message says why."""


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """`name` is a slug without an ending; `content` is what is served at `address`."""

    name: str
    address: PictureAddress
    content: bytes


def decode(name: str, data: bytes) -> DecodedPicture:
    """The picture in the file called `name`. Raises `PictureError`."""
    if len(data) > MAX_BYTES:
        raise PictureError(f"larger than {MAX_BYTES // 1024 // 1024} MB: save it smaller")
    if b"<svg" in data[:1000].lower():
        raise PictureError("an SVG, which may hold programs: save it as PNG")
    image, kind = _opened(data)
    content, kind, size = _shown(image, kind, data)
    if len(content) > MAX_STORED_BYTES:
        raise PictureError("larger than 1 MB at 1600 pixels: save it as JPEG, or make it smaller")
    digest = hashlib.sha256(content).hexdigest()[:32]
    address = PictureAddress(digest, *size, _ENDINGS[kind])
    return DecodedPicture(slugify(PurePosixPath(name).stem)[:50].strip("-") or "picture", address, content)


def _opened(data: bytes) -> tuple[Image, str]:
    """The decoded image, and Pillow's name of its format."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(BytesIO(data), formats=list(_ENDINGS))
        if image.width * image.height > MAX_PIXELS:
            raise PictureError(
                f"{image.width} x {image.height} pixels: at most {MAX_PIXELS // 10**6} million"
            )
        if getattr(image, "n_frames", 1) > 1:
            raise PictureError("it moves, and learners cannot stop it: save one picture of it")
        image.load()
    except UnidentifiedImageError as error:
        raise PictureError("no picture: PNG, JPEG, WebP and GIF are shown") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(f"too many pixels: at most {MAX_PIXELS // 10**6} million") from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise PictureError("a damaged picture: save it again") from error
    return image, str(image.format)


def _shown(image: Image, kind: str, data: bytes) -> tuple[bytes, str, tuple[int, int]]:
    """What is served: the file as it came, or written anew; its format and its size."""
    from PIL import ImageOps

    is_small = max(image.size) <= MAX_SIDE and len(data) <= MAX_STORED_BYTES
    is_bare = data.endswith(_LAST[kind]) and not set(image.info) - _HARMLESS and not image.getexif()
    if kind == "WEBP":
        is_bare = is_bare and len(data) == int.from_bytes(data[4:8], "little") + 8
    if is_small and is_bare:
        return data, kind, image.size
    turned = ImageOps.exif_transpose(image)
    turned.info.clear()
    turned.thumbnail((MAX_SIDE, MAX_SIDE))
    return _written(turned, "PNG" if kind == "GIF" else kind)


def _written(image: Image, kind: str) -> tuple[bytes, str, tuple[int, int]]:
    target = BytesIO()
    if kind == "JPEG":
        image.convert("RGB").save(target, kind, quality=85, optimize=True)
    elif kind == "WEBP":
        image.save(target, kind, quality=85)
    else:
        image.save(target, kind, optimize=True)
    return target.getvalue(), kind, image.size
