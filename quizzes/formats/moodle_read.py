"""Read Moodle XML into questions, with a note for whatever is lost.

Source: Moodle's documentation of the format, and what its own export writes.
"""

from collections.abc import Callable
from dataclasses import replace
from html import unescape

from django.utils.html import strip_tags

from quizzes.formats import extras
from quizzes.formats.answers import Answer, decimal
from quizzes.formats.make import Parts, make
from quizzes.formats.markup import MARKUPS
from quizzes.formats.pictures import Pictures
from quizzes.formats.question import Note, NotRepresentableError, Reading, ReadQuestion
from quizzes.formats.text import MAX_QUESTIONS, refusal
from quizzes.formats.unsupported import category_path, why_unsupported
from quizzes.formats.weights import credits_of, is_exact
from quizzes.formats.xml_nodes import Node, parse
from quizzes.question_models import Hint

EXTRAS_TARGET = "handshake"
"""The target of the processing instruction that holds a question's extras."""
_YES = {"true", "1"}
_GRADING = "RELATIVE_NEXT_EXCLUDE_LAST"
_COMBINED_FEEDBACK = {
    "correctfeedback": "the feedback for any right answer",
    "partiallycorrectfeedback": "the feedback for any partly right answer",
    "incorrectfeedback": "the feedback for any wrong answer",
}


def read_moodle_xml(name: str, data: bytes) -> Reading:
    """The questions of the file called `name`. Raises `FolderError` with the line that is no Moodle XML."""
    root = parse(name, data)
    if root.name != "quiz":
        raise refusal(name, root.line, f"the root is <{root.name}>; Moodle's is <quiz>")
    reading, category = Reading(), ""
    for node in root.nodes:
        if node.name != "question":
            raise refusal(name, node.line, f"<{node.name}> in <quiz>: only <question> stands there")
        if len(reading.questions) + len(reading.left_out) >= MAX_QUESTIONS:
            raise refusal(name, node.line, f"more than {MAX_QUESTIONS} questions: split the file")
        if node.attributes.get("type") == "category":
            category = category_path(node.text_of("category", "text"))
            reading.categories.append(category)
            continue
        try:
            reading.questions.append(_read(name, node, category))
        except NotRepresentableError as error:
            reading.left_out.append(Note(node.line, str(error)))
    return reading


def _read(name: str, node: Node, category: str) -> ReadQuestion:
    type_ = node.attributes.get("type", "")
    if type_ not in _KINDS:
        raise NotRepresentableError(why_unsupported(type_))
    if (asked := node.find("questiontext")) is None:
        raise refusal(name, node.line, "a question without <questiontext>")
    stored = extras.load(node.instructions.get(EXTRAS_TARGET, ""))
    pictures, notes = _pictures(node)
    notes += _notes(node, type_)
    hints = _hints(node, notes)
    parts = Parts(
        line=node.line,
        key=node.text_of("idnumber"),
        title=node.text_of("name", "text"),
        kind=_KINDS[type_](node),
        text=asked.text_of("text"),
        markup=_markup(asked),
        answers=_answers(name, node, type_),
        general=_text_and_markup(node.find("generalfeedback")),
        tags=[each.text_of("text") for each in node.nodes_in("tags", "tag")],
        extras=stored,
        hints=hints,
        either_case=node.text_of("usecase") != "1",
        category=category,
        pictures=pictures,
        shuffle=type_ == "multichoice" and node.text_of("shuffleanswers").lower() in _YES,
        credits=_credits(node, len(hints), notes) if hints and "credits" not in stored else [100],
    )
    made = make(parts)
    return ReadQuestion(made.question, node.line, [*notes, *made.notes], pictures.of(made.question))


def _multichoice(node: Node) -> str:
    return "single" if node.text_of("single").lower() in _YES else "multiple"


_KINDS: dict[str, Callable[[Node], str]] = {
    "multichoice": _multichoice,
    "truefalse": lambda node: "single",
    "shortanswer": lambda node: "text",
    "numerical": lambda node: "number",
    "ordering": lambda node: "ordering",
    "matching": lambda node: "matching",
    "match": lambda node: "matching",
}


def _answers(name: str, node: Node, type_: str) -> list[Answer]:
    if _KINDS[type_](node) == "matching":
        return [_pair(each) for each in node.all("subquestion")]
    answers = [_answer(name, each) for each in node.all("answer")]
    if type_ == "ordering":
        return sorted(answers, key=lambda answer: answer.percent)
    if type_ == "truefalse":
        return [replace(answer, text=answer.text.capitalize()) for answer in answers]
    return answers


def _pair(node: Node) -> Answer:
    """A row of a matching question. Without a text, what it matches belongs to no row."""
    return Answer(
        text=node.text_of("text"),
        percent=0.0,
        feedback="",
        line=node.line,
        markup=_markup(node),
        match=" ".join(unescape(strip_tags(node.text_of("answer", "text"))).split()),
    )


def _answer(name: str, node: Node) -> Answer:
    fraction = decimal(node.attributes.get("fraction", "0"))
    if fraction is None:
        raise refusal(name, node.line, f"the fraction '{node.attributes['fraction']}' is not a number")
    feedback, markup = _text_and_markup(node.find("feedback"))
    return Answer(
        text=node.text_of("text"),
        percent=float(fraction),
        feedback=feedback,
        line=node.line,
        tolerance=node.text_of("tolerance") or "0",
        markup=_markup(node) if "format" in node.attributes else None,
        feedback_markup=markup,
    )


def _hints(node: Node, notes: list[Note]) -> list[tuple[str, str]]:
    """The first hints that have a text, each with its markup."""
    hints = [each for each in node.all("hint") if each.text_of("text")]
    most = Hint.MAX_PER_QUESTION
    notes += [Note(each.line, f"this hint: a question has at most {most}") for each in hints[most:]]
    return [_text_and_markup(each) for each in hints[:most]]


def _credits(node: Node, hints: int, notes: list[Note]) -> list[int]:
    """The percent of each try, as Moodle's penalty and the number of hints imply it."""
    penalty = decimal(node.text_of("penalty") or "0.3333333")
    if penalty is None or not 0 <= penalty <= 1:
        notes.append(Note(node.line, f"the penalty '{node.text_of('penalty')}': it is from 0 to 1"))
        return [100]
    percents = credits_of(float(penalty), hints)
    if not is_exact(float(penalty), hints):
        written = ", ".join(map(str, percents))
        notes.append(Note(node.line, f"the penalty {penalty}: the tries earn whole percents, {written}"))
    return percents


def _pictures(node: Node) -> tuple[Pictures, list[Note]]:
    """The pictures that come with a question, and what else comes with it."""
    pictures, notes = Pictures(), []
    for file in node.every("file"):
        path = file.attributes.get("path", "/").strip("/")
        name = file.attributes.get("name", "")
        source = f"@@PLUGINFILE@@/{f'{path}/' if path else ''}{name}"
        if refused := pictures.add(source, name, file.text):
            notes.append(Note(file.line, refused))
    return pictures, notes


def _notes(node: Node, type_: str) -> list[Note]:
    """What is lost of a question, apart from its answers."""
    notes: list[Note] = []
    for each in node.nodes:
        if (text := each.text_of("text")) and each.name in _COMBINED_FEEDBACK:
            what = f"{_COMBINED_FEEDBACK[each.name]} ('{text[:60]}')"
            notes.append(Note(each.line, f"{what}: here each choice says why"))
    if (grade := node.find("defaultgrade")) and (mark := decimal(grade.text)) not in (None, 1):
        marks = f"its {float(mark or 0):g} marks: here every question counts the same"
        notes.append(Note(grade.line, marks))
    if (units := node.find("units")) and units.nodes:
        names = ", ".join(each.text_of("unit_name") for each in units.all("unit"))
        words = f"the units ({names}): learners type a number alone, so name the unit in the question"
        notes.append(Note(units.line, words))
    if node.text_of("hidden") == "1":
        notes.append(Note(node.line, "that it was hidden in Moodle: it is asked here"))
    grading = node.find("gradingtype")
    if type_ == "ordering" and grading and grading.text.strip().upper() != _GRADING:
        notes.append(Note(grading.line, f"the grading {grading.text.strip()}: here neighboring pairs count"))
    return notes


def _text_and_markup(node: Node | None) -> tuple[str, str]:
    return (node.text_of("text"), _markup(node)) if node else ("", "moodle")


def _markup(node: Node) -> str:
    return MARKUPS.get(node.attributes.get("format", ""), "moodle")
