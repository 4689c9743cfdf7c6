"""Read GIFT into questions, with a note for whatever is lost.

Source: Moodle's documentation of the format. Where that is silent, we do what Moodle's own import does.
"""

import re

from lessons.folder.faults import FolderError
from quizzes.formats.answers import Answer
from quizzes.formats.gift_answers import choices_in, numbers_in, pairs_in, truth_in
from quizzes.formats.gift_blocks import CATEGORY, Block, blocks_in
from quizzes.formats.gift_escapes import show
from quizzes.formats.make import Parts, make
from quizzes.formats.markup import MARKUPS
from quizzes.formats.question import Note, NotRepresentableError, Reading, ReadQuestion
from quizzes.formats.text import MAX_QUESTIONS, decode, refusal
from quizzes.formats.unsupported import UNSUPPORTED, category_path

_MARKUP = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")


def read_gift(name: str, data: bytes) -> Reading:
    """The questions of the file called `name`. A block that is no GIFT is left out, with line and reason.

    Raises `FolderError` where the file has faults and no question without one.
    """
    reading, faults, category = Reading(), [], ""
    for block in blocks_in(decode(name, data)):
        try:
            if block.is_category:
                category = category_path(show(block.text.removeprefix(CATEGORY).strip()))
                reading.categories.append(category)
            else:
                reading.questions.append(_read(name, block, category))
        except NotRepresentableError as error:
            reading.left_out.append(Note(block.lines[0], str(error)))
        except FolderError as error:
            faults += error.faults
        if len(reading.questions) + len(reading.left_out) + len(faults) > MAX_QUESTIONS:
            raise refusal(name, block.lines[0], f"more than {MAX_QUESTIONS} questions: split the file")
    if not (reading.questions or reading.left_out or faults):
        raise refusal(name, None, "no question in the file: there are only comments and categories")
    if faults and not reading.questions:
        raise FolderError(faults)
    reading.left_out += [Note(fault.line or 0, f"not written as GIFT: {fault.reason}") for fault in faults]
    reading.left_out.sort(key=lambda note: note.line)
    return reading


def _read(name: str, block: Block, category: str) -> ReadQuestion:
    title, start = _title(block.text)
    opens, closes = _braces(name, block, start)
    before, after = block.text[start:opens], block.text[closes + 1 :].rstrip()
    markup, before = _markup(before.lstrip(), "moodle")
    body, _, general = block.text[opens + 1 : closes].partition("####")
    kind, found = _answers(name, block, body, opens + 1)
    line = block.lines[0]
    parts = Parts(
        line=line,
        key=block.key,
        title=show(title),
        kind=kind,
        text=show(f"{before}_____{after}" if after else before).strip(),
        markup=markup,
        answers=found,
        general=(show(general.strip()), markup),
        tags=block.tags,
        extras=block.extras,
        has_markers=True,
        either_case=True,
        category=category,
    )
    made = make(parts)
    notes = list(made.notes)
    if kind == "text" and body.strip().lower() in {"true", "false"}:
        notes.append(Note(line, "a short answer, as in Moodle: for true or false write TRUE or FALSE"))
    return ReadQuestion(made.question, line, notes)


def _title(text: str) -> tuple[str, int]:
    """The title, and the index at which it ends."""
    match = re.match(r"::(.*?)::", text, re.DOTALL)
    return (match[1].strip(), match.end()) if match else ("", 0)


def _braces(name: str, block: Block, start: int) -> tuple[int, int]:
    """The indexes of the two braces around the answers."""
    opens, closes = block.text.find("{", start), block.text.rfind("}")
    if opens < 0 and closes < 0:
        raise NotRepresentableError(UNSUPPORTED["description"])
    if opens < 0 or closes < opens:
        line = block.line_at(max(opens, closes))
        raise refusal(name, line, "a brace without its partner: write \\{ or \\} for the character")
    if (second := max(block.text.find("{", opens + 1), block.text.rfind("}", opens, closes))) >= 0:
        raise refusal(
            name, block.line_at(second), "a second brace in one question: one has one set of answers"
        )
    return opens, closes


def _answers(name: str, block: Block, body: str, place: int) -> tuple[str, list[Answer]]:
    """The kind of the question, as `Parts` names kinds, and its answers."""

    def line_at(offset: int) -> int:
        return block.line_at(place + offset)

    start = len(body) - len(body.lstrip())
    stripped = body.strip()
    if not stripped:
        raise NotRepresentableError(UNSUPPORTED["essay"])
    if stripped.startswith(">"):
        raise NotRepresentableError("an ordering in a dialect of GIFT: use Moodle XML for it")
    if stripped.startswith("#"):
        start += 1
        return "number", list(numbers_in(body[start:], lambda offset: line_at(start + offset)))
    if (truth := truth_in(stripped, line_at(start))) is not None:
        return "single", truth
    signs = set(re.findall("[=~]", body))
    if "~" not in signs and "->" in body:
        return "matching", list(pairs_in(body, line_at))
    if not signs:
        return "text", list(choices_in("=" + body.lstrip(), lambda offset: line_at(max(0, offset - 1))))
    found = list(choices_in(body, line_at))
    if not found or not stripped.startswith(("=", "~")):
        raise refusal(name, line_at(start), "an answer begins with = (right), ~ (wrong) or # (a number)")
    if signs == {"="}:
        return "text", found
    return ("single" if "=" in signs else "multiple"), found


def _markup(text: str, default: str) -> tuple[str, str]:
    """The markup that the text names at its beginning, and the rest of the text."""
    match = _MARKUP.match(text)
    return (MARKUPS[match[1]], text[match.end() :].lstrip()) if match else (default, text)
