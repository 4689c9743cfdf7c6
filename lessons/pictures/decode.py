"""Bytes that somebody uploads to a picture that can be shown, or the reason against it in an author's words.

A file is decoded completely, whatever its name says. It is written anew where it holds more than its pixels
(where a photo was taken, a comment, another file behind it), where it is turned, or where it is large.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.text import slugify

from lessons.pictures.address import PictureAddress
from lessons.pictures.budget import spend
from lessons.pictures.errors import PictureError

MAX_BYTES = 3 * 1024 * 1024
"""Largest size of an uploaded file."""
MAX_PIXELS_HERE = 2_000_000
"""Largest picture that is decoded in this process. It takes some 10 ms, in which no other thread may run."""
_ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}


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
    # Pillow takes a tenth of a second to import, and only a process that gets a picture needs it.
    from lessons.pictures import apart, pixels

    count = pixels.pixels_in(data)
    spend(count)
    content, kind, size = apart.as_served(data) if count > MAX_PIXELS_HERE else pixels.as_served(data)
    if len(content) > pixels.MAX_STORED_BYTES:
        raise PictureError("larger than 1 MB at 1600 pixels: save it as JPEG, or make it smaller")
    digest = hashlib.sha256(content).hexdigest()[:32]
    address = PictureAddress(digest, *size, _ENDINGS[kind])
    return DecodedPicture(slugify(PurePosixPath(name).stem)[:50].strip("-") or "picture", address, content)
