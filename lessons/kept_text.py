"""A text that is kept with its places, as plain bytes and as gzip (RFC 1952), which is compressed once.

What stands between two places becomes DEFLATE blocks (RFC 1951), once; what is filled into a place is a block
that holds it as it is. Blocks may refer to 32 kB of the text before them. There, a place counts as NUL bytes,
of which the text has none: so nothing refers to what is filled in, and a place has one length every time. As
that of `GZipMiddleware`, the header has a name of random length: the size of a response tells less (BREACH).
"""

import re
import zlib
from collections.abc import Callable, Mapping
from functools import cached_property
from secrets import randbelow

LEVEL = 6
WINDOW = 32768
MAX_PADDING = 100
_HEADER = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"  # DEFLATE, with a file name, of no time and system
_END = b"\x03\0"  # the last block, which is empty

type Values = Mapping[str, Callable[[], str]]
"""{place: what is filled in}"""


class KeptText:
    """A text with places. `lengths` says how many bytes are filled into each of them."""

    def __init__(self, text: str, lengths: Mapping[str, int]) -> None:
        places = "|".join(map(re.escape, lengths))
        self._pieces, self._lengths = re.split(f"({places})", text), lengths
        self._plain = [piece.encode() for piece in self._pieces]

    def plain(self, values: Values) -> bytes:
        """The text, filled in."""
        return b"".join(self._filled(values))

    def gzip(self, values: Values) -> bytes:
        """The text with its values, as gzip. Raises `ValueError` for a value of another length."""
        filled, digest = self._filled(values), 0
        for piece in filled:
            digest = zlib.crc32(piece, digest)
        size = sum(map(len, filled))
        blocks = [
            self._stored(piece, value) if block is None else block
            for block, piece, value in zip(self._blocks, self._pieces, filled, strict=True)
        ]
        head = [_HEADER, b"a" * randbelow(MAX_PADDING + 1), b"\0"]
        return b"".join([*head, *blocks, _END, digest.to_bytes(4, "little"), size.to_bytes(4, "little")])

    def _filled(self, values: Values) -> list[bytes]:
        pairs = zip(self._pieces, self._plain, strict=True)
        return [values[piece]().encode() if piece in values else plain for piece, plain in pairs]

    @cached_property
    def _blocks(self) -> list[bytes | None]:
        """The compressed blocks of each piece; None for a place."""
        blocks: list[bytes | None] = []
        before = b""
        for piece, plain in zip(self._pieces, self._plain, strict=True):
            is_place = piece in self._lengths
            blocks.append(None if is_place else _deflated(plain, before))
            before = (before + (bytes(self._lengths[piece]) if is_place else plain))[-WINDOW:]
        return blocks

    def _stored(self, place: str, value: bytes) -> bytes:
        """A block that is not compressed."""
        if len(value) != self._lengths[place]:
            raise ValueError(f"{place!r} takes {self._lengths[place]} bytes, not {len(value)}")
        size = len(value)
        return b"\0" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + value


def _deflated(plain: bytes, before: bytes) -> bytes:
    """Compress `plain` after `before` into blocks that end at a byte, so that pieces can be joined."""
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=before)
    return compressor.compress(plain) + compressor.flush(zlib.Z_SYNC_FLUSH)
