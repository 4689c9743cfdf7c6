"""Read XML that is not trusted into nodes that know their line.

A document type is refused, so that no entity can be defined. Entities could exhaust memory or read files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from quizzes.formats.text import ENCODINGS, decode, refusal

_MAX_DEPTH = 50
_MAX_NODES = 300_000
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


@dataclass(slots=True)
class Node:
    """An element. `text` is the text directly in it, `instructions` its processing instructions by target.

    `content` is its texts and elements in their order.
    """

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    instructions: dict[str, str] = field(default_factory=dict)
    content: list[str | Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def all(self, name: str) -> Iterator[Node]:
        return (node for node in self.nodes if node.name == name)

    def find(self, name: str) -> Node | None:
        return next(self.all(name), None)

    def nodes_in(self, name: str, inner: str) -> Iterator[Node]:
        """The children named `inner` of the children named `name`."""
        return (node for outer in self.all(name) for node in outer.all(inner))

    def every(self, name: str) -> Iterator[Node]:
        """The elements of this name at any depth, in document order."""
        for node in self.nodes:
            if node.name == name:
                yield node
            yield from node.every(name)

    def text_of(self, *path: str) -> str:
        """The stripped text at the end of a path of names. Empty where there is no such element."""
        node: Node | None = self
        for name in path:
            node = node.find(name) if node else None
        return node.text.strip() if node else ""


class _RefusedError(Exception):
    """The document is refused. The message says why."""


def parse(name: str, data: bytes) -> Node:
    """The root element of the document. Raises `FolderError` with file and line."""
    text = decode(name, data, _encoding_in(name, data))
    parser = expat.ParserCreate("utf-8")
    reader = _Reader(parser)
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise refusal(name, error.lineno, f"no XML: {expat.ErrorString(error.code)}") from error
    except _RefusedError as error:
        raise refusal(name, parser.CurrentLineNumber, str(error)) from error
    return reader.root.nodes[0]


def _encoding_in(name: str, data: bytes) -> str:
    """The encoding that the document declares, UTF-8 if none. Raises `FolderError` for others than known."""
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf")[:200])
    if declared is None:
        return "utf-8"
    found = declared[1].decode().lower()
    encoding = {"utf8": "utf-8", "us-ascii": "utf-8", "latin1": "iso-8859-1", "cp1252": "windows-1252"}
    if encoding.get(found, found) not in ENCODINGS:
        raise refusal(name, 1, f"declared as {declared[1].decode()}: save it as UTF-8")
    return encoding.get(found, found)


class _Reader:
    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser, self.count = parser, 0
        self.root = Node("", 0)
        self.open = [self.root]
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add_text
        parser.ProcessingInstructionHandler = self._add_instruction

    def _refuse_doctype(self, *what: object) -> None:
        raise _RefusedError("a document type (DOCTYPE), which could define entities: take it out")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) > _MAX_DEPTH:
            raise _RefusedError(f"nested more than {_MAX_DEPTH} deep")
        if self.count > _MAX_NODES:
            raise _RefusedError(f"more than {_MAX_NODES} elements")
        node = Node(name, self.parser.CurrentLineNumber, attributes)
        self.open[-1].nodes.append(node)
        self.open[-1].content.append(node)
        self.open.append(node)

    def _end(self, name: str) -> None:
        self.open.pop()

    def _add_text(self, text: str) -> None:
        self.open[-1].pieces.append(text)
        self.open[-1].content.append(text)

    def _add_instruction(self, target: str, data: str) -> None:
        self.open[-1].instructions[target] = data
