"""Decode uploaded files, and refuse those that are not text."""

import re
from pathlib import PurePosixPath

from lessons.folder.faults import Fault, FolderError

MAX_BYTES = 1024 * 1024
MAX_QUESTIONS = 200
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, lone surrogates and noncharacters. `gift_escapes` uses some of the noncharacters."""


def refusal(name: str, line: int | None, reason: str) -> FolderError:
    """The error for a file that is refused as a whole."""
    return FolderError([Fault(PurePosixPath(name), line, "", reason)])


def decode(name: str, data: bytes) -> str:
    """`data` as text with plain line ends. Raises `FolderError` with the line that is not text."""
    if len(data) > MAX_BYTES:
        raise refusal(name, None, "larger than 1 MB")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal(name, 1, "encoded as UTF-16: save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal(name, line, "not encoded as UTF-8: save it as UTF-8") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if odd := NOT_TEXT.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise refusal(name, line, f"a character that is no text (U+{ord(odd[0]):04X})")
    if not text.strip():
        raise refusal(name, None, "the file is empty")
    return text
