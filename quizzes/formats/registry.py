"""The formats: their names, and the functions that read and write them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lessons.pictures.budget import pixel_budget
from quizzes.formats.export_question import ExportFile, ExportQuestion
from quizzes.formats.gift_read import read_gift
from quizzes.formats.gift_write import write_gift
from quizzes.formats.moodle_read import read_moodle_xml
from quizzes.formats.moodle_write import write_moodle_xml
from quizzes.formats.qti_package import write_qti
from quizzes.formats.qti_read import read_qti
from quizzes.formats.question import Reading, ReadQuestion
from quizzes.formats.text import refusal

type Reader = Callable[[str, bytes], Reading]


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `ending` is the ending of its files. `read` is None for formats that are only written."""

    title: str
    ending: str
    content_type: str
    write: Callable[[Iterable[ExportQuestion]], ExportFile]
    read: Reader | None = None


FORMATS = {
    "gift": Format("GIFT", "gift", "text/plain; charset=utf-8", write_gift, read_gift),
    "xml": Format("Moodle XML", "xml", "application/xml", write_moodle_xml, read_moodle_xml),
    "qti": Format("QTI 3 package", "zip", "application/zip", write_qti, read_qti),
}
MAX_CHARACTERS = 1_000_000
"""Most characters of all texts in a file. The preview renders them while its reader waits."""


def _bounded(read: Reader) -> Reader:
    """`read`, which refuses a file with more text than `MAX_CHARACTERS`, and pictures beyond a budget."""

    def bounded(name: str, data: bytes) -> Reading:
        with pixel_budget():
            reading = read(name, data)
        if (length := sum(map(_length, reading.questions))) > MAX_CHARACTERS:
            most = f"{length:,} characters; the limit is {MAX_CHARACTERS:,}: split the file"
            raise refusal(name, None, most)
        return reading

    return bounded


def _length(read: ReadQuestion) -> int:
    question = read.question
    options = (len(each.text) + len(each.feedback) for each in question.choices)
    hints = (len(each.text) for each in question.hints)
    return len(question.text) + len(question.general_feedback) + sum(options) + sum(hints)


READERS = {name: _bounded(found.read) for name, found in FORMATS.items() if found.read}
_ROOT = re.compile(rb"<(?:\w+:)?([A-Za-z][\w-]*)[\s/>]")


def format_of(name: str, data: bytes) -> str:
    """The name of the format of a file, by what it holds. Its name decides nothing."""
    if data.startswith(b"PK\x03\x04"):
        return "qti"
    start = data[:4096].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    start = start.removeprefix(b"\xfe\xff").lstrip()
    root = _ROOT.search(start) if start.startswith(b"<") else None
    if root and b"assessment" in root[1].lower():
        return "qti"
    return "xml" if root and (start.startswith((b"<?xml", b"<!")) or root[1] == b"quiz") else "gift"
