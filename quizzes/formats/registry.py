"""The formats that there are: how each is called, read and written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from quizzes.formats.gift_read import read_gift
from quizzes.formats.gift_write import write_gift
from quizzes.formats.held import Held, Written
from quizzes.formats.moodle_read import read_moodle_xml
from quizzes.formats.moodle_write import write_moodle_xml
from quizzes.formats.qti_package import write_qti
from quizzes.formats.question import Reading


@dataclass(frozen=True, slots=True)
class Format:
    """`ending` is that of its files. QTI is written and not read."""

    title: str
    ending: str
    content_type: str
    write: Callable[[Iterable[Held]], Written]
    read: Callable[[str, bytes], Reading] | None = None


FORMATS = {
    "gift": Format("GIFT", "gift", "text/plain; charset=utf-8", write_gift, read_gift),
    "xml": Format("Moodle XML", "xml", "application/xml", write_moodle_xml, read_moodle_xml),
    "qti": Format("QTI 3 package", "zip", "application/zip", write_qti),
}
READ = {name: found.read for name, found in FORMATS.items() if found.read}
