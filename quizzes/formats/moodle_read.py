"""Moodle XML read: what of it becomes a question here, and what does not.

Source: Moodle's documentation of the format, and what its own export writes.
"""

from collections.abc import Callable

from quizzes.formats import aside
from quizzes.formats.answers import Answer, decimal
from quizzes.formats.make import Parts, made
from quizzes.formats.markup import FORMS
from quizzes.formats.question import Note, NotRepresentableError, Reading, ReadQuestion
from quizzes.formats.text import MOST_QUESTIONS, refusal
from quizzes.formats.weights import credits_of, is_exact
from quizzes.formats.xml_nodes import Node, parse

OWN = "handshake"
"""The target of the processing instruction that holds what the format has no place for."""
_MOST_HINTS = 4
_GRADING = "RELATIVE_NEXT_EXCLUDE_LAST"
_WHY_NOT = {
    "category": "a category: questions go into the lesson's quiz",
    "description": "a description: it asks nothing",
    "essay": "an essay: nobody is here to read it",
    "matching": "a matching question: there is no such type here",
}
_SAID_OF_ALL = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read_moodle_xml(name: str, data: bytes) -> Reading:
    """Raises `FolderError` with the line where the file is no Moodle XML."""
    root = parse(name, data)
    if root.name != "quiz":
        raise refusal(name, root.line, f"the root is <{root.name}>; Moodle's is <quiz>")
    reading = Reading()
    for node in root.nodes:
        if node.name != "question":
            raise refusal(name, node.line, f"<{node.name}> in <quiz>: only <question> stands there")
        if len(reading.questions) + len(reading.left_out) >= MOST_QUESTIONS:
            raise refusal(name, node.line, f"more than {MOST_QUESTIONS} questions in one file")
        try:
            reading.questions.append(_read(name, node))
        except NotRepresentableError as error:
            reading.left_out.append(Note(node.line, str(error)))
    return reading


def _read(name: str, node: Node) -> ReadQuestion:
    said = node.attributes.get("type", "")
    if said not in _KINDS:
        raise NotRepresentableError(_WHY_NOT.get(said, f"the type '{said}': there is no such type here"))
    if (asked := node.find("questiontext")) is None:
        raise refusal(name, node.line, "a question without <questiontext>")
    kind = _KINDS[said](node)
    notes = _notes(node, said)
    parts = Parts(
        line=node.line,
        key=node.text_of("idnumber"),
        title=node.text_of("name", "text"),
        kind=kind,
        text=asked.text_of("text"),
        form=_form(asked),
        answers=[_answer(name, each, kind) for each in node.all("answer")],
        general=_formed(node.find("generalfeedback")),
        tags=[each.text_of("text") for each in node.nodes_in("tags", "tag")],
        own=aside.load(node.asides.get(OWN, "")),
        notes=notes,
    )
    _read_hints(node, parts)
    if kind == "ordering":
        parts.answers.sort(key=lambda answer: answer.percent)
    elif said == "truefalse":
        for answer in parts.answers:
            answer.text = answer.text.capitalize()
    return ReadQuestion(made(parts), node.line, notes)


def _multichoice(node: Node) -> str:
    return "single" if node.text_of("single").lower() in {"true", "1"} else "multiple"


_KINDS: dict[str, Callable[[Node], str]] = {
    "multichoice": _multichoice,
    "truefalse": lambda node: "single",
    "shortanswer": lambda node: "text",
    "numerical": lambda node: "number",
    "ordering": lambda node: "ordering",
}


def _answer(name: str, node: Node, kind: str) -> Answer:
    fraction = decimal(node.attributes.get("fraction", "0"))
    if fraction is None:
        raise refusal(name, node.line, f"the fraction '{node.attributes['fraction']}' is no number")
    feedback, form = _formed(node.find("feedback"))
    return Answer(
        text=node.text_of("text"),
        percent=float(fraction),
        feedback=feedback,
        line=node.line,
        tolerance=node.text_of("tolerance") or "0",
        form=_form(node) if "format" in node.attributes else None,
        feedback_form=form,
    )


def _read_hints(node: Node, parts: Parts) -> None:
    hints = [(each, *_formed(each)) for each in node.all("hint")]
    hints = [hint for hint in hints if hint[1]]
    for each, _, _ in hints[_MOST_HINTS:]:
        parts.notes.append(Note(each.line, f"this hint: a question has at most {_MOST_HINTS}"))
    parts.hints = [(text, form) for _, text, form in hints[:_MOST_HINTS]]
    penalty = decimal(node.text_of("penalty") or "0.3333333")
    if not parts.hints or "credits" in parts.own:
        return
    if penalty is None or not 0 <= penalty <= 1:
        parts.notes.append(Note(node.line, f"the penalty '{node.text_of('penalty')}': it is from 0 to 1"))
        return
    parts.credits = credits_of(float(penalty), len(parts.hints))
    if not is_exact(float(penalty), len(parts.hints)):
        percents = ", ".join(map(str, parts.credits))
        parts.notes.append(
            Note(node.line, f"the penalty {penalty}: the tries earn whole percents, {percents}")
        )


def _notes(node: Node, said: str) -> list[Note]:
    """What of a question is lost whatever its answers are."""
    notes = [Note(file.line, f"the file '{file.attributes.get('name', '')}'") for file in node.every("file")]
    said_of_all = [each for each in node.nodes if each.name in _SAID_OF_ALL and each.text_of("text")]
    notes += [Note(each.line, f"<{each.name}>: here each choice says why") for each in said_of_all]
    if (grade := node.find("defaultgrade")) and (mark := decimal(grade.text)) not in (None, 1):
        notes.append(Note(grade.line, f"the mark {float(mark or 0):g}: here every question counts the same"))
    if (units := node.find("units")) and units.nodes:
        notes.append(Note(units.line, "units: an answer here is a number alone"))
    if said == "shortanswer" and node.text_of("usecase") != "1":
        notes.append(Note(node.line, "either case: here upper and lower case of the answer count"))
    grading = node.find("gradingtype")
    if said == "ordering" and grading and grading.text.strip().upper() != _GRADING:
        notes.append(Note(grading.line, f"the grading {grading.text.strip()}: here neighboring pairs count"))
    return notes


def _formed(node: Node | None) -> tuple[str, str]:
    return (node.text_of("text"), _form(node)) if node else ("", "moodle")


def _form(node: Node) -> str:
    return FORMS.get(node.attributes.get("format", ""), "moodle")
