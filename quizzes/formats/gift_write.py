"""Write GIFT. What GIFT has no place for goes into comments, which `gift_read` reads again."""

from collections.abc import Iterable

from quizzes.formats import extras
from quizzes.formats.export_question import ExportFile, ExportQuestion
from quizzes.formats.gift_blocks import EXTRAS_PREFIX
from quizzes.formats.gift_escapes import escape
from quizzes.formats.question import Note, NotRepresentableError, PlainChoice, PlainQuestion
from quizzes.formats.weights import share


def write_gift(questions: Iterable[ExportQuestion]) -> ExportFile:
    """The questions as a GIFT file. A comment stands for each question of a type that GIFT lacks."""
    blocks, notes = [], []
    for export in questions:
        key = export.question.key
        try:
            blocks.append("\n".join(_lines(export)))
        except NotRepresentableError as error:
            blocks.append(f"// left out: {key}: {error}")
            notes.append((key, Note(0, f"left out: {error}")))
        else:
            notes += [(key, Note(0, lost)) for lost in _lost(export.question)]
    return ExportFile(("\n\n".join(blocks) + "\n").encode(), notes)


def _lines(export: ExportQuestion) -> list[str]:
    question = export.question
    body = _body(export)
    proof = f" [tag:{extras.PROOF}{question.proof}]" if question.proof else ""
    stored = extras.extras_of(question, with_credits=question.credits != [100], with_hints=True)
    return [
        f"// [id:{question.key}]{proof}",
        *([EXTRAS_PREFIX + extras.dump(stored)] if stored else []),
        f"::{escape(question.key)}::[markdown]{escape(question.text)}{{{body[0]}",
        *body[1:],
        "}",
    ]


def _body(export: ExportQuestion) -> list[str]:
    """The lines after the opening brace."""
    question = export.question
    right = sum(choice.right for choice in question.choices)
    if question.kind == "single":
        return ["", *(_answer("=" if choice.right else "~", choice) for choice in question.choices)]
    if question.kind == "multiple":
        part = {True: f"%{share(right)}%", False: f"%-{share(right)}%"}
        return ["", *(_answer("~" + part[choice.right], choice) for choice in question.choices)]
    if question.kind == "ordering":
        raise NotRepresentableError("GIFT has no ordering")
    if question.kind == "cell" and not export.recorded:
        raise NotRepresentableError("the lesson's run has no such value recorded")
    if question.expects.get("form") == "number":
        tolerance = question.expects.get("tolerance", 0)
        return ["#", *(_number(choice, tolerance) for choice in export.typed_answers)]
    answers = export.typed_answers
    if odd := next((choice.text for choice in answers if "->" in choice.text), None):
        raise NotRepresentableError(f"the answer '{odd}' has an arrow, which makes a matching question")
    return [
        "",
        *(_answer("=" if choice.right else "=%0%", _starred(choice)) for choice in export.typed_answers),
    ]


def _answer(sign: str, choice: PlainChoice) -> str:
    text = choice.text
    if text.startswith("%") and "%" not in sign:
        sign += "%100%" if sign == "=" else "%0%"
    mark = "[markdown]" if text.startswith("[") else ""
    return f"\t{sign}{mark}{escape(text)}{_feedback(choice)}"


def _number(choice: PlainChoice, tolerance: float) -> str:
    written = choice.text.strip().replace(",", ".")
    return f"\t={'' if choice.right else '%0%'}{written}:{tolerance}{_feedback(choice)}"


def _feedback(choice: PlainChoice) -> str:
    mark = "[markdown]" if choice.feedback.startswith("[") else ""
    return f"#{mark}{escape(choice.feedback)}" if choice.feedback else ""


def _starred(choice: PlainChoice) -> PlainChoice:
    """The choice with escaped asterisks: Moodle takes a plain one to match any text."""
    return PlainChoice(choice.text.replace("*", r"\*"), choice.right, choice.feedback)


def _lost(question: PlainQuestion) -> list[str]:
    """What is lost for other systems. Handshake reads it again from the extras."""
    lost = {
        "the credit of each try": question.credits != [100],
        "the hints": bool(question.hints),
        "when the answer is shown": question.reveal != "closed",
        "feedback for what was missed": any(choice.missed for choice in question.choices),
        "that the recorded run knows the answer: its value now is written": question.kind == "cell",
        "that upper and lower case count": question.kind == "cell"
        or (question.kind == "short" and question.expects.get("form", "text") == "text"),
    }
    return [what for what, is_lost in lost.items() if is_lost]
