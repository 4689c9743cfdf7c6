"""Write a QTI 3 package: imsmanifest.xml, a test that lists the items in order, and the items."""

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element

from lessons.folder.archive import pack
from lessons.stored_pictures.folder import pictures_of
from quizzes.formats.export_question import ExportFile, ExportQuestion
from quizzes.formats.qti_elements import NAMESPACE, add, serialized
from quizzes.formats.qti_item import write_item
from quizzes.formats.question import Note, NotRepresentableError, PlainQuestion

_PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"


def write_qti(questions: Iterable[ExportQuestion]) -> ExportFile:
    """The questions as a zip file. A question whose right answer is unknown is left out."""
    files: dict[str, str | bytes] = {}
    written, notes = {}, []
    images: dict[str, list[str]] = {}
    for export in questions:
        key = export.question.key
        identifier = "q-" + re.sub(r"[^A-Za-z0-9_-]", "-", key)
        try:
            item = write_item(export, identifier).decode()
        except NotRepresentableError as error:
            notes.append((key, Note(0, f"left out: {error}")))
        else:
            files[f"items/{identifier}.xml"], images[identifier] = _with_pictures(item, files)
            written[identifier] = export.question
            notes += [(key, Note(0, lost)) for lost in _lost(export.question)]
    files["test.xml"] = _test(written).decode()
    files["imsmanifest.xml"] = _manifest(images).decode()
    return ExportFile(pack(files), notes)


def _with_pictures(item: str, files: dict[str, str | bytes]) -> tuple[str, list[str]]:
    """The item with its pictures as files of the package, which are added to `files`; their paths."""
    paths = []
    for address, picture in pictures_of([item]).items():
        paths.append(f"images/{picture.digest[:8]}-{picture.filename}")
        item = item.replace(address, f"../{paths[-1]}")
        files[paths[-1]] = bytes(picture.content)
    return item, paths


def _test(questions: Mapping[str, PlainQuestion]) -> bytes:
    """The test: the items in the quiz's order, with the number of tries for each."""
    root = Element("qti-assessment-test", {"xmlns": NAMESPACE, "identifier": "quiz", "title": "Quiz"})
    part = add(
        root, "qti-test-part", identifier="part", navigation_mode="nonlinear", submission_mode="individual"
    )
    section = add(part, "qti-assessment-section", identifier="section", title="Quiz", visible="true")
    for identifier, question in questions.items():
        item = add(section, "qti-assessment-item-ref", identifier=identifier, href=f"items/{identifier}.xml")
        add(
            item,
            "qti-item-session-control",
            max_attempts=str(len(question.credits)),
            show_feedback="true",
            show_solution="false" if question.reveal == "never" else "true",
        )
    return serialized(root)


def _manifest(images: Mapping[str, Sequence[str]]) -> bytes:
    """The manifest: {identifier of an item: paths of its pictures}."""
    root = Element("manifest", {"xmlns": _PACKAGE, "identifier": "manifest"})
    metadata = add(root, "metadata")
    add(metadata, "schema", "QTI Package")
    add(metadata, "schemaversion", "3.0.0")
    add(root, "organizations")
    resources = add(root, "resources")
    test = add(resources, "resource", identifier="test", type="imsqti_test_xmlv3p0", href="test.xml")
    add(test, "file", href="test.xml")
    for identifier, paths in images.items():
        href = f"items/{identifier}.xml"
        add(test, "dependency", identifierref=identifier)
        names = {"identifier": identifier, "type": "imsqti_item_xmlv3p0", "href": href}
        resource = add(resources, "resource", **names)
        for file in (href, *paths):
            add(resource, "file", href=file)
    return serialized(root)


def _lost(question: PlainQuestion) -> list[str]:
    lost = {
        "that later tries earn less": len(set(question.credits)) > 1,
        "the hints": bool(question.hints),
        "that the answer is shown at the end only": question.reveal == "finished",
        "the place of the proof": bool(question.proof),
        "its tags and its category": bool(question.tags or question.category),
        "that the recorded run knows the answer: its value now is written": question.kind == "cell",
    }
    return [what for what, is_lost in lost.items() if is_lost]
