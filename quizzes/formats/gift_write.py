"""GIFT written. What it has no place for stands in comments, which `gift_read` reads again."""

from collections.abc import Iterable

from quizzes.formats import aside
from quizzes.formats.gift_blocks import OWN
from quizzes.formats.gift_escapes import escape
from quizzes.formats.held import Held, Written
from quizzes.formats.question import Note, NotRepresentableError, PlainChoice, PlainQuestion
from quizzes.formats.weights import share


def write_gift(questions: Iterable[Held]) -> Written:
    """A question that GIFT has no type for is left out, and a comment says so."""
    blocks, notes = [], []
    for held in questions:
        key = held.question.key
        try:
            blocks.append("\n".join(_lines(held)))
        except NotRepresentableError as error:
            blocks.append(f"// left out: {key}: {error}")
            notes.append((key, Note(0, f"left out: {error}")))
        else:
            notes += [(key, Note(0, lost)) for lost in _lost(held.question)]
    return Written(("\n\n".join(blocks) + "\n").encode(), notes)


def _lines(held: Held) -> list[str]:
    question = held.question
    body = _body(held)
    proof = f" [tag:{aside.PROOF}{question.proof}]" if question.proof else ""
    own = aside.beside(question, with_credits=question.credits != [100], with_hints=True)
    return [
        f"// [id:{question.key}]{proof}",
        *([OWN + aside.dump(own)] if own else []),
        f"::{escape(question.key)}::[markdown]{escape(question.text)}{{{body[0]}",
        *body[1:],
        "}",
    ]


def _body(held: Held) -> list[str]:
    """What follows the opening brace, line by line."""
    question = held.question
    right = sum(choice.right for choice in question.choices)
    if question.kind == "single":
        return ["", *(_answer("=" if choice.right else "~", choice) for choice in question.choices)]
    if question.kind == "multiple":
        part = {True: f"%{share(right)}%", False: f"%-{share(right)}%"}
        return ["", *(_answer("~" + part[choice.right], choice) for choice in question.choices)]
    if question.kind == "ordering":
        raise NotRepresentableError("GIFT has no ordering")
    if question.kind == "cell" and not held.recorded:
        raise NotRepresentableError("the lesson's run has no such value recorded")
    if question.expects.get("form") == "number":
        tolerance = question.expects.get("tolerance", 0)
        return ["#", *(_number(choice, tolerance) for choice in held.typed)]
    if odd := next((choice.text for choice in held.typed if "->" in choice.text), None):
        raise NotRepresentableError(f"the answer '{odd}' has an arrow, which makes a matching question")
    return ["", *(_answer("=" if choice.right else "=%0%", _starred(choice)) for choice in held.typed)]


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
    """With its asterisks escaped: Moodle reads one as any text."""
    return PlainChoice(choice.text.replace("*", r"\*"), choice.right, choice.feedback)


def _lost(question: PlainQuestion) -> list[str]:
    """What only Handshake reads again."""
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
