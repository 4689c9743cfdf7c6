"""Write Moodle XML. What it has no place for goes into a processing instruction of each question."""

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from quizzes.formats import extras
from quizzes.formats.export_question import ExportFile, ExportQuestion
from quizzes.formats.moodle_read import EXTRAS_TARGET
from quizzes.formats.question import Note, NotRepresentableError, PlainChoice, PlainQuestion
from quizzes.formats.weights import penalty_of, share


def write_moodle_xml(questions: Iterable[ExportQuestion]) -> ExportFile:
    """The questions as a Moodle XML file. A question of a type that Moodle lacks is left out."""
    root, notes = Element("quiz"), []
    for export in questions:
        key = export.question.key
        try:
            root.append(_question(export))
        except NotRepresentableError as error:
            notes.append((key, Note(0, f"left out: {error}")))
        else:
            notes += [(key, Note(0, lost)) for lost in _lost(export.question)]
    ElementTree.indent(root)
    return ExportFile(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n", notes)


def _question(export: ExportQuestion) -> Element:
    question = export.question
    kind, answers = _answers(export)
    node = Element("question", type=kind)
    penalty, is_exact = penalty_of(question.credits, len(question.hints))
    if stored := extras.extras_of(question, with_credits=not is_exact, with_hints=False):
        node.append(ElementTree.ProcessingInstruction(EXTRAS_TARGET, extras.dump(stored)))
    SubElement(SubElement(node, "name"), "text").text = question.key
    _text(node, "questiontext", question.text)
    for name, value in {"defaultgrade": "1", "penalty": f"{penalty:.7f}", "hidden": "0"}.items():
        SubElement(node, name).text = value
    SubElement(node, "idnumber").text = question.key
    node.extend(answers)
    for hint in question.hints:
        _text(node, "hint", hint.text)
    if question.proof:
        tag = SubElement(SubElement(node, "tags"), "tag")
        SubElement(tag, "text").text = f"{extras.PROOF}{question.proof}"
    return node


def _answers(export: ExportQuestion) -> tuple[str, list[Element]]:
    """Moodle's name of the type, and the elements between the question's text and its hints."""
    question = export.question
    right = sum(choice.right for choice in question.choices)
    if question.kind == "single":
        shares = {True: "100", False: "0"}
        return "multichoice", [*_options(single=True), *_choices(question.choices, shares)]
    if question.kind == "multiple":
        shares = {True: share(right), False: f"-{share(right)}"}
        return "multichoice", [*_options(single=False), *_choices(question.choices, shares)]
    if question.kind == "ordering":
        return "ordering", _ordering(extras.in_right_order(question))
    if question.kind == "cell" and not export.recorded:
        raise NotRepresentableError("the lesson's run has no such value recorded")
    if question.expects.get("form") == "number":
        return "numerical", _numbers(export.typed_answers, question.expects.get("tolerance", 0))
    case = Element("usecase")
    case.text = "1"
    starred = [
        PlainChoice(each.text.replace("*", r"\*"), each.right, each.feedback) for each in export.typed_answers
    ]
    return "shortanswer", [case, *_choices(starred, {True: "100", False: "0"}, markup="")]


def _options(*, single: bool) -> list[Element]:
    values = {"single": str(single).lower(), "shuffleanswers": "false", "answernumbering": "abc"}
    return [_plain(name, value) for name, value in values.items()]


def _choices(
    choices: Iterable[PlainChoice], shares: dict[bool, str], markup: str = "markdown"
) -> Iterable[Element]:
    for choice in choices:
        node = Element("answer", fraction=shares[choice.right], format=markup or "moodle_auto_format")
        SubElement(node, "text").text = choice.text
        _text(node, "feedback", choice.feedback)
        yield node


def _numbers(choices: Iterable[PlainChoice], tolerance: float) -> list[Element]:
    nodes = list(_choices(choices, {True: "100", False: "0"}, markup=""))
    for node in nodes:
        text = node.find("text")
        assert text is not None
        text.text = (text.text or "").strip().replace(",", ".")
        SubElement(node, "tolerance").text = str(tolerance)
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
        node = Element("answer", fraction=f"{place}.0000000", format="markdown")
        SubElement(node, "text").text = choice.text
        nodes.append(node)
    return nodes


def _plain(name: str, value: str) -> Element:
    node = Element(name)
    node.text = value
    return node


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(SubElement(parent, name, format="markdown"), "text").text = text


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
        "feedback of the rows of an ordering": question.kind == "ordering",
        "that the recorded run knows the answer: its value now is written": question.kind == "cell",
    }
    return [what for what, is_lost in lost.items() if is_lost]
