"""GIFT read: what of it becomes a question here, and what does not.

Source: Moodle's documentation of the format, and where it is silent what Moodle's own import does.
"""

import re

from lessons.folder.faults import FolderError
from quizzes.formats.answers import Answer
from quizzes.formats.gift_answers import choices_in, numbers_in, truth_in
from quizzes.formats.gift_blocks import Block, blocks_in
from quizzes.formats.gift_escapes import show
from quizzes.formats.make import Parts, made
from quizzes.formats.markup import FORMS
from quizzes.formats.question import Note, NotRepresentableError, Reading, ReadQuestion
from quizzes.formats.text import MOST_QUESTIONS, decode, refusal

_FORM = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")


def read_gift(name: str, data: bytes) -> Reading:
    """A question that is no GIFT is left out, with its line and the reason. Raises `FolderError` where no
    other is there."""
    reading, faults = Reading(), []
    for block in blocks_in(decode(name, data)):
        try:
            if block.is_category:
                told = f"the category '{show(block.text[10:].strip())}': questions go into the lesson's quiz"
                reading.left_out.append(Note(block.lines[0], told))
            else:
                reading.questions.append(_read(name, block))
        except NotRepresentableError as error:
            reading.left_out.append(Note(block.lines[0], str(error)))
        except FolderError as error:
            faults += error.faults
        if len(reading.questions) + len(reading.left_out) > MOST_QUESTIONS:
            raise refusal(name, block.lines[0], f"more than {MOST_QUESTIONS} questions in one file")
    if faults and not reading.questions:
        raise FolderError(faults)
    reading.left_out += [Note(fault.line or 0, f"no GIFT: {fault.reason}") for fault in faults]
    reading.left_out.sort(key=lambda note: note.line)
    return reading


def _read(name: str, block: Block) -> ReadQuestion:
    title, start = _title(block.text)
    opens, closes = _braces(name, block, start)
    before, after = block.text[start:opens].strip(), block.text[closes + 1 :].strip()
    form, before = _form(before, "moodle")
    body, _, general = block.text[opens + 1 : closes].partition("####")
    notes: list[Note] = []
    kind, found = _answers(name, block, body, opens + 1)
    parts = Parts(
        line=block.lines[0],
        key=block.key,
        title=show(title),
        kind=kind,
        text=show(f"{before} _____ {after}" if after else before),
        form=form,
        answers=found,
        general=(show(general.strip()), form),
        tags=block.tags,
        own=block.own,
        marked=True,
        notes=notes,
    )
    question = made(parts)
    if question.kind == "short" and not question.expects and "expects" not in block.own:
        notes.append(Note(parts.line, "either case: here upper and lower case of the answer count"))
    return ReadQuestion(question, parts.line, notes)


def _title(text: str) -> tuple[str, int]:
    """The title and the place where it ends."""
    match = re.match(r"::(.*?)::", text, re.DOTALL)
    return (match[1].strip(), match.end()) if match else ("", 0)


def _braces(name: str, block: Block, start: int) -> tuple[int, int]:
    """Where the answers begin and end."""
    opens, closes = block.text.find("{", start), block.text.rfind("}")
    if opens < 0 and closes < 0:
        raise NotRepresentableError("a description: it asks nothing")
    if opens < 0 or closes < opens:
        line = block.line_at(max(opens, closes))
        raise refusal(name, line, "a brace without its partner: write \\{ or \\} for the character")
    if (second := max(block.text.find("{", opens + 1), block.text.rfind("}", opens, closes))) >= 0:
        raise refusal(
            name, block.line_at(second), "a second brace in one question: one has one set of answers"
        )
    return opens, closes


def _answers(name: str, block: Block, body: str, place: int) -> tuple[str, list[Answer]]:
    """The kind of question, as `make` names it, and its answers."""

    def line_at(offset: int) -> int:
        return block.line_at(place + offset)

    start = len(body) - len(body.lstrip())
    stripped = body.strip()
    if not stripped:
        raise NotRepresentableError("an essay: nobody is here to read it")
    if stripped.startswith(">"):
        raise NotRepresentableError("an ordering in a dialect of GIFT: use Moodle XML for it")
    if stripped.startswith("#"):
        start += 1
        return "number", list(numbers_in(body[start:], lambda offset: line_at(start + offset)))
    if (truth := truth_in(stripped, line_at(start))) is not None:
        return "single", truth
    found = list(choices_in(body, line_at))
    if not found or not stripped.startswith(("=", "~")):
        raise refusal(name, line_at(start), "an answer begins with = (right), ~ (wrong) or # (a number)")
    signs = set(re.findall("[=~]", body))
    if signs == {"="}:
        if any("->" in each.text for each in found):
            raise NotRepresentableError("a matching question: there is no such type here")
        return "text", found
    return ("single" if "=" in signs else "multiple"), found


def _form(text: str, default: str) -> tuple[str, str]:
    """The form that the text begins with, and the rest."""
    match = _FORM.match(text)
    return (FORMS[match[1]], text[match.end() :].strip()) if match else (default, text)
