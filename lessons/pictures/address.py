"""The address of a picture says what it is: /images/<digest>-<width>x<height>.<ending>.

The digest is that of the content. So an address never shows anything else, and a text that is copied into
another lesson shows the same picture there.
"""

import re
from dataclasses import dataclass

ENDINGS = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
"""{ending of a name: media type} of the pictures that are taken."""
ADDRESS = rf"/images/([0-9a-f]{{32}})-([1-9]\d{{0,4}})x([1-9]\d{{0,4}})\.({'|'.join(ENDINGS)})"
_WHOLE = re.compile(ADDRESS)


@dataclass(frozen=True, slots=True)
class PictureAddress:
    """`digest` is the beginning of the SHA-256 of the content in hex; width and height are in pixels."""

    digest: str
    width: int
    height: int
    ending: str

    def __str__(self) -> str:
        return f"/images/{self.digest}-{self.width}x{self.height}.{self.ending}"


def parse_address(text: str) -> PictureAddress | None:
    """The address that `text` is; None if it is none."""
    found = _WHOLE.fullmatch(text)
    return PictureAddress(found[1], int(found[2]), int(found[3]), found[4]) if found else None


def addresses_in(text: str) -> list[PictureAddress]:
    """The addresses of pictures in a text, each once, in their order."""
    found = (
        PictureAddress(each[1], int(each[2]), int(each[3]), each[4]) for each in re.finditer(ADDRESS, text)
    )
    return list(dict.fromkeys(found))
