"""The pictures of questions in files: read out of them, and written into them."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lessons.pictures.address import PictureAddress, addresses_in, parse_address
from lessons.pictures.decode import DecodedPicture, decode
from lessons.pictures.errors import PictureError
from quizzes.formats.question import PlainQuestion

_NO_ALT = re.compile(r"!\[\s*\](?=\(/images/)")


@dataclass(slots=True)
class Pictures:
    """The pictures of one question by what its texts call them, such as '@@PLUGINFILE@@/figure.png'."""

    by_source: dict[str, DecodedPicture] = field(default_factory=dict)

    def add(self, source: str, name: str, content: bytes | str) -> str:
        """Take a file, as bytes or in base64. Returns why it is not taken over, empty if it is."""
        try:
            data = base64.b64decode(content) if isinstance(content, str) else content
            self.by_source[source] = decode(name, data)
        except (PictureError, binascii.Error, ValueError) as error:
            return f"the file '{name}': {error}"
        return ""

    def address(self, source: str) -> PictureAddress | None:
        """The address of the picture that a text calls `source`; None if there is none."""
        found = self.by_source.get(source) or self.by_source.get(unquote(source))
        return found.address if found else parse_address(source)

    def of(self, question: PlainQuestion) -> list[DecodedPicture]:
        """Pictures that the texts of the question show."""
        shown = {place for text in texts_of(question) for place in addresses_in(text)}
        return [each for each in self.by_source.values() if each.address in shown]


def texts_of(question: PlainQuestion) -> list[str]:
    """All texts of the question that are Markdown, or may be."""
    own = [question.text, question.general_feedback, *(hint.text for hint in question.hints)]
    rows = [text for row in question.choices for text in (row.text, row.feedback, row.missed)]
    return [*own, *rows]


def has_pictures(question: PlainQuestion) -> bool:
    return any(map(addresses_in, texts_of(question)))


def without_alt(question: PlainQuestion) -> bool:
    """Whether a picture of the question has no description."""
    return any(_NO_ALT.search(text) for text in texts_of(question))


def described_anyway(data: Any) -> Any:
    """The data of a question, with a description for each picture that has none."""
    if isinstance(data, dict):
        return {key: described_anyway(value) for key, value in data.items()}
    if isinstance(data, list):
        return [described_anyway(each) for each in data]
    return _NO_ALT.sub("![missing]", data) if isinstance(data, str) else data
