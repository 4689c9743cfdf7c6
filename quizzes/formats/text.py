"""Decode uploaded files, and refuse those that are not text."""

import re
from pathlib import PurePosixPath

from lessons.folder.faults import Fault, FolderError

MAX_BYTES = 10 * 1024 * 1024
MAX_QUESTIONS = 1000
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Windows-1252 (Western Europe)",
    "iso-8859-1": "ISO-8859-1 (Latin-1)",
    "iso-8859-2": "ISO-8859-2 (Central Europe)",
    "iso-8859-15": "ISO-8859-15",
    "windows-1250": "Windows-1250 (Central Europe)",
    "windows-1251": "Windows-1251 (Cyrillic)",
}
"""The encodings that are read: the name that XML declares, and the name that people know."""
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, lone surrogates and noncharacters. `gift_escapes` uses some of the noncharacters."""


def refusal(name: str, line: int | None, reason: str) -> FolderError:
    """The error for a file that is refused as a whole."""
    return FolderError([Fault(PurePosixPath(name), line, "", reason)])


def decode(name: str, data: bytes, encoding: str = "utf-8") -> str:
    """`data` as text with plain line ends. Raises `FolderError` with the line that is not text.

    A byte order mark says more than `encoding`, a key of `ENCODINGS`.
    """
    if len(data) > MAX_BYTES:
        raise refusal(name, None, "larger than 10 MB")
    marked = next((found for mark, found in _MARKS.items() if data.startswith(mark)), None)
    try:
        text = data.decode(marked or encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        known = ENCODINGS.get(marked or encoding, "UTF-8")
        reason = f"not encoded as {known}: save it as UTF-8, or choose below how it is encoded"
        raise refusal(name, line, reason) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if odd := NOT_TEXT.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise refusal(name, line, f"a character that is not text (U+{ord(odd[0]):04X})")
    if not text.strip():
        raise refusal(name, None, "the file is empty")
    return text
