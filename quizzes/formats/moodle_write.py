"""Write Moodle XML. What it has no place for goes into a processing instruction of each question."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from lessons.stored_pictures.folder import pictures_of
from quizzes.formats import extras
from quizzes.formats.export_question import ExportFile, ExportQuestion
from quizzes.formats.markup import html_of
from quizzes.formats.moodle_read import EXTRAS_TARGET
from quizzes.formats.question import Note, NotRepresentableError, PlainChoice, PlainQuestion
from quizzes.formats.weights import extra_in, has_odd_credit, nearest, number_of, penalty_of, weighed
from quizzes.kinds.typed_match import ANY

_COMBINED = ("multichoice", "ordering", "matching")
"""Moodle's types that have feedback for right, partly right and wrong answers."""


def write_moodle_xml(questions: Iterable[ExportQuestion]) -> ExportFile:
    """The questions as a Moodle XML file. A question of a type that Moodle lacks is left out."""
    root, notes, category = Element("quiz"), [], ""
    for export in questions:
        key = export.question.key
        try:
            node = _question(export, category)
            if export.question.category not in ("", category):
                category = export.question.category
                root.append(_category(category))
            root.append(node)
        except NotRepresentableError as error:
            notes.append((key, Note(0, f"left out: {error}")))
        else:
            notes += [(key, Note(0, lost)) for lost in _lost(export.question)]
    _attach_pictures(root)
    ElementTree.indent(root)
    return ExportFile(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n", notes)


def _attach_pictures(root: Element) -> None:
    """Put the pictures that a text shows beside it, as Moodle has them."""
    texts = [(parent, node) for parent in root.iter() for node in parent.findall("text") if node.text]
    pictures = pictures_of(node.text or "" for _, node in texts)
    for parent, node in texts:
        for address, picture in pictures.items():
            if address in (node.text or ""):
                name = f"{picture.digest[:8]}-{picture.filename}"
                node.text = (node.text or "").replace(address, f"@@PLUGINFILE@@/{name}")
                file = SubElement(parent, "file", name=name, path="/", encoding="base64")
                file.text = b64encode(bytes(picture.content)).decode()


def _category(category: str) -> Element:
    node = Element("question", type="category")
    SubElement(SubElement(node, "category"), "text").text = f"$course$/top/{category}"
    return node


def _question(export: ExportQuestion, category: str) -> Element:
    """The element of a question in a file whose category is so far `category`."""
    question = export.question
    kind, answers = _answers(export)
    node = Element("question", type=kind)
    penalty, is_exact = penalty_of(question.credits, len(question.hints))
    stored = extras.extras_of(question, with_credits=not is_exact, with_hints=False)
    if category and not question.category:
        stored["category"] = ""
    if stored:
        node.append(ElementTree.ProcessingInstruction(EXTRAS_TARGET, extras.dump(stored)))
    SubElement(SubElement(node, "name"), "text").text = question.name or question.key
    _text(node, "questiontext", question.text)
    _text(node, "generalfeedback", question.general_feedback)
    for name, value in {"defaultgrade": "1", "penalty": f"{penalty:.7f}", "hidden": "0"}.items():
        SubElement(node, name).text = value
    SubElement(node, "idnumber").text = question.key
    if kind in _COMBINED:
        node.extend(_plain_feedback())
    node.extend(answers)
    for hint in question.hints:
        _text(node, "hint", hint.text)
    if tags := [*([f"{extras.PROOF}{question.proof}"] if question.proof else []), *question.tags]:
        parent = SubElement(node, "tags")
        for tag in tags:
            SubElement(SubElement(parent, "tag"), "text").text = tag
    return node


def _plain_feedback() -> list[Element]:
    """The feedback for right, partly right and wrong answers, empty, and the number of right parts shown.

    Moodle's importer stops at an ordering question without them.
    """
    root = Element("feedback")
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        _text(root, name, "")
    SubElement(root, "shownumcorrect")
    return list(root)


def _answers(export: ExportQuestion) -> tuple[str, list[Element]]:
    """Moodle's name of the type, and the elements between the question's text and its hints."""
    question = export.question
    if question.kind == "single":
        weights = [(_weight(choice), choice) for choice in question.choices]
        return "multichoice", [*_options(question), *_choices(weights)]
    if question.kind == "multiple":
        return "multichoice", [*_options(question), *_choices(weighed(question.choices))]
    if question.kind == "ordering":
        return "ordering", _ordering(extras.in_right_order(question))
    if question.kind == "matching":
        return "matching", _matching(question)
    if question.kind not in ("short", "cell"):
        raise NotRepresentableError(f"Moodle XML has no type '{question.kind}'")
    if question.kind == "cell" and not export.recorded:
        raise NotRepresentableError("the lesson's run has no such value recorded")
    if question.expects.get("form") == "number":
        return "numerical", _numbers(export)
    case = _plain("usecase", "0" if question.expects.get("case") == "either" else "1")
    weights = [(_weight(each), _starred(each, question)) for each in export.typed_answers]
    return "shortanswer", [case, *_choices(weights, is_typed=True)]


def _weight(choice: PlainChoice) -> str:
    """The percent of an option that is chosen alone, or of a typed answer."""
    if choice.percent is not None and not choice.right:
        return nearest(choice.percent)
    return "100" if choice.right else "0"


def _starred(choice: PlainChoice, question: PlainQuestion) -> PlainChoice:
    """The choice with escaped asterisks, unless they are wildcards: Moodle takes a plain one for any text."""
    return (
        choice if question.expects.get("wildcards") else replace(choice, text=choice.text.replace("*", r"\*"))
    )


def _options(question: PlainQuestion) -> list[Element]:
    values = {
        "single": str(question.kind == "single").lower(),
        "shuffleanswers": str(bool(question.shuffle)).lower(),
        "answernumbering": "abc",
    }
    return [_plain(name, value) for name, value in values.items()]


def _choices(weights: Iterable[tuple[str, PlainChoice]], *, is_typed: bool = False) -> Iterable[Element]:
    for weight, choice in weights:
        node = Element("answer", fraction=weight, format="moodle_auto_format" if is_typed else "html")
        SubElement(node, "text").text = choice.text if is_typed else html_of(choice.text)
        _text(node, "feedback", choice.feedback)
        yield node


def _numbers(export: ExportQuestion) -> list[Element]:
    nodes: list[Element] = []
    for choice in export.typed_answers:
        is_any = choice.text.strip() == ANY
        value, tolerance = (ANY, "0") if is_any else number_of(choice, export.question)
        nodes += _choices([(_weight(choice), replace(choice, text=value))], is_typed=True)
        SubElement(nodes[-1], "tolerance").text = tolerance
    return nodes


def _matching(question: PlainQuestion) -> list[Element]:
    nodes = [_plain("shuffleanswers", "true")]
    for row in [*question.choices, *(PlainChoice("", match=text) for text in extra_in(question))]:
        node = Element("subquestion", format="html")
        SubElement(node, "text").text = html_of(row.text)
        SubElement(SubElement(node, "answer"), "text").text = row.match
        nodes.append(node)
    return nodes


def _ordering(choices: Iterable[PlainChoice]) -> list[Element]:
    values = {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": "0",
        "gradingtype": "RELATIVE_NEXT_EXCLUDE_LAST",
        "showgrading": "SHOW",
        "numberingstyle": "none",
    }
    nodes = [_plain(name, value) for name, value in values.items()]
    for place, choice in enumerate(choices, start=1):
        node = Element("answer", fraction=f"{place}.0000000", format="html")
        SubElement(node, "text").text = html_of(choice.text)
        nodes.append(node)
    return nodes


def _plain(name: str, value: str) -> Element:
    node = Element(name)
    node.text = value
    return node


def _text(parent: Element, name: str, text: str) -> None:
    """Markdown as an element of HTML, which Moodle shows as it is."""
    SubElement(SubElement(parent, name, format="html"), "text").text = html_of(text)


def _lost(question: PlainQuestion) -> list[str]:
    """What is lost for other systems. Handshake reads it again from the extras."""
    _, is_exact = penalty_of(question.credits, len(question.hints))
    lost = {
        "the credit of each try: Moodle takes the same penalty for each and gives one try more than hints": (
            not is_exact
        ),
        "when the answer is shown": question.reveal != "closed",
        "feedback for what was missed": any(choice.missed for choice in question.choices),
        "where a hint points to": any(hint.points_to for hint in question.hints),
        "feedback of the rows": question.kind in ("ordering", "matching")
        and any(choice.feedback for choice in question.choices),
        "a credit that Moodle does not offer: the nearest is written": has_odd_credit(question.choices),
        "that the recorded run knows the answer: its value now is written": question.kind == "cell",
    }
    return [what for what, is_lost in lost.items() if is_lost]
