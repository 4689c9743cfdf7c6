"""Read QTI items, 2.1 to 3.0: a package as a zip file, or one item as XML.

Source: 1EdTech, Question & Test Interoperability 2.1 and 3.0, Assessment Item Information Model. The names of
2.1, such as choiceInteraction, are read as those of 3.0.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

from lessons.pictures.address import ENDINGS
from quizzes.formats.make import make
from quizzes.formats.pictures import Pictures
from quizzes.formats.qti_parts import parts_of
from quizzes.formats.question import Note, NotRepresentableError, Reading, ReadQuestion
from quizzes.formats.text import MAX_BYTES, MAX_QUESTIONS, refusal
from quizzes.formats.xml_nodes import Node, parse

_ITEM = "assessment-item"
_MAX_FILES = 5000


def read_qti(name: str, data: bytes) -> Reading:
    """The questions of the file called `name`. Raises `FolderError` where it is neither package nor item."""
    reading = Reading()
    is_package = data.startswith(b"PK")
    files = _unpacked(name, data) if is_package else {}
    items = _items_of_package(files) if is_package else _item_alone(name, data)
    for path, root in items:
        where = "" if path == name else f"{path}: "
        if len(reading.questions) + len(reading.left_out) >= MAX_QUESTIONS:
            raise refusal(path, None, f"more than {MAX_QUESTIONS} questions: split the package")
        try:
            pictures, refused = _pictures(path, root, files)
            made = make(parts_of(root, pictures))
        except NotRepresentableError as error:
            reading.left_out.append(Note(root.line, f"{where}{error}"))
        else:
            notes = [Note(note.line, f"{where}{note.text}") for note in [*refused, *made.notes]]
            shown = pictures.of(made.question)
            reading.questions.append(ReadQuestion(made.question, root.line, notes, shown))
    if not (reading.questions or reading.left_out):
        raise refusal(name, None, "no QTI item in it: a package holds files with an assessment item each")
    return reading


def _item_alone(name: str, data: bytes) -> Iterator[tuple[str, Node]]:
    root = _plain_names(parse(name, data))
    if root.name != _ITEM:
        raise refusal(name, root.line, f"the root is <{root.name}>; an item of QTI is an assessment item")
    yield name, root


def _items_of_package(files: dict[str, bytes]) -> Iterator[tuple[str, Node]]:
    """The items with the paths of their files, in the order of the test, else of their names."""
    documents = {path: _plain_names(parse(path, text)) for path, text in files.items() if _is_xml(path)}
    order = list(_order(documents))
    paths = sorted(documents, key=lambda path: (order.index(path) if path in order else len(order), path))
    for path in paths:
        if documents[path].name == _ITEM:
            yield path, documents[path]


def _unpacked(name: str, data: bytes) -> dict[str, bytes]:
    """The XML files and the pictures of the package. No more is read than the limit of a file."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [
                each for each in archive.infolist() if _is_xml(each.filename) or _is_picture(each.filename)
            ]
            if len(entries) > _MAX_FILES:
                many = f"{len(entries)} files of XML or pictures; at most {_MAX_FILES} are taken"
                raise refusal(name, None, f"{many}: split the package")
            if sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise refusal(name, None, "larger than 10 MB when unpacked: split the package")
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise refusal(name, None, f"this zip cannot be read: {error}") from error


def _is_xml(path: str) -> bool:
    return path.lower().endswith(".xml")


def _is_picture(path: str) -> bool:
    return path.lower().rpartition(".")[2] in (*ENDINGS, "jpeg")


def _pictures(path: str, item: Node, files: dict[str, bytes]) -> tuple[Pictures, list[Note]]:
    """The pictures that an item shows, out of the files of its package."""
    pictures, notes = Pictures(), []
    for node in item.every("img"):
        source = node.attributes.get("src", "")
        place = _place(path, source)
        if place in files and (refused := pictures.add(source, place, files[place])):
            notes.append(Note(node.line, refused))
    return pictures, notes


def _order(documents: dict[str, Node]) -> Iterator[str]:
    """The paths of the items, as the tests list them."""
    for path, root in documents.items():
        if root.name == "assessment-test":
            for item in root.every("assessment-item-ref"):
                yield _place(path, item.attributes.get("href", ""))


def _place(path: str, address: str) -> str:
    """The path in the package of what the file at `path` calls `address`, such as '../items/a%20b.xml'."""
    return normpath(PurePosixPath(path).parent / unquote(address))


def _plain_names(node: Node) -> Node:
    """Name the node, its attributes and all nodes in it as QTI 3 does, without prefix. Returns the node."""
    node.name = _plain_name(node.name)
    node.attributes = {_plain_name(key): value for key, value in node.attributes.items()}
    for inner in node.nodes:
        _plain_names(inner)
    return node


def _plain_name(name: str) -> str:
    """'choiceInteraction' and 'qti-choice-interaction' as 'choice-interaction'."""
    local = name.rpartition(":")[2].removeprefix("qti-")
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"-{match[1]}", local).lower()
