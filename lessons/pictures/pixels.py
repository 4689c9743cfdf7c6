"""The pixels of a file: decoded completely, and written anew where it holds more than them. Pillow only.

`lessons.pictures.apart` runs this in a process of its own: it imports nothing else of the site.
"""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from lessons.pictures.errors import PictureError

MAX_STORED_BYTES = 1024 * 1024
MAX_PIXELS = 24_000_000
"""Largest picture that is decoded, before it is made smaller. Its pixels take 96 MB meanwhile."""
MAX_SIDE = 1600
"""Pixels. A picture that is wider or higher is made smaller."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_LAST = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9", "GIF": b";"}
"""The bytes with which a file of that format ends where nothing follows the picture."""
_HARMLESS = {
    *("gamma", "srgb", "dpi", "aspect", "chromaticity", "interlace", "transparency", "background", "version"),
    *("jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "loop", "duration"),
    *("timestamp", "extension"),
}
"""Metadata that say nothing of a person, by Pillow's names."""

type Served = tuple[bytes, str, tuple[int, int]]
"""(bytes to serve, Pillow's name of their format, (width, height) in pixels)."""


def pixels_in(data: bytes) -> int:
    """How many pixels the head of the file promises; none are decoded. 0 where it is no picture."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            return image.width * image.height
    except Exception:  # `as_served` says what is wrong
        return 0


def as_served(data: bytes) -> Served:
    """The picture in a file: as it is, or turned, made smaller and written anew. Raises `PictureError`."""
    image, kind = _opened(data)
    return _as_served(image, kind, data)


def _opened(data: bytes) -> tuple[Image.Image, str]:
    """The decoded image, and Pillow's name of its format."""
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
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


def _as_served(image: Image.Image, kind: str, data: bytes) -> Served:
    is_small = max(image.size) <= MAX_SIDE and len(data) <= MAX_STORED_BYTES
    is_bare = _ends_with_picture(kind, data) and not set(image.info) - _HARMLESS and not image.getexif()
    if is_small and is_bare:
        return data, kind, image.size
    turned = ImageOps.exif_transpose(image)
    turned.info.clear()
    turned.thumbnail((MAX_SIDE, MAX_SIDE))
    return _written(turned, "PNG" if kind == "GIF" else kind)


def _ends_with_picture(kind: str, data: bytes) -> bool:
    """Whether nothing follows the picture in the file."""
    if kind == "WEBP":  # it begins with its length
        return len(data) == int.from_bytes(data[4:8], "little") + 8
    return data.endswith(_LAST[kind])


def _written(image: Image.Image, kind: str) -> Served:
    target = BytesIO()
    if kind == "JPEG":
        image.convert("RGB").save(target, kind, quality=85, optimize=True)
    elif kind == "WEBP":
        image.save(target, kind, quality=85)
    else:
        image.save(target, kind, optimize=True)
    return target.getvalue(), kind, image.size
