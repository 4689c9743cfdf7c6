"""Write GIFT. What GIFT has no place for goes into comments, which `gift_read` reads again."""

from collections.abc import Iterable
from dataclasses import replace

from quizzes.formats import extras
from quizzes.formats.export_question import ExportFile, ExportQuestion
from quizzes.formats.gift_blocks import EXTRAS_PREFIX
from quizzes.formats.gift_escapes import escape
from quizzes.formats.markup import html_of
from quizzes.formats.pictures import has_pictures
from quizzes.formats.question import Note, NotRepresentableError, PlainChoice, PlainQuestion
from quizzes.formats.weights import extra_in, has_odd_credit, has_row_feedback, nearest, number_of, weighed
from quizzes.kinds.typed_match import ANY


def write_gift(questions: Iterable[ExportQuestion]) -> ExportFile:
    """The questions as a GIFT file. A comment stands for each question of a type that GIFT lacks."""
    blocks, notes, category = [], [], ""
    for export in questions:
        key = export.question.key
        try:
            lines = _lines(export, category)
            if export.question.category not in ("", category):
                category = export.question.category
                blocks.append(f"$CATEGORY: {escape(category)}")
            blocks.append("\n".join(lines))
        except NotRepresentableError as error:
            blocks.append(f"// left out: {key}: {error}")
            notes.append((key, Note(0, f"left out: {error}")))
        else:
            notes += [(key, Note(0, lost)) for lost in _lost(export.question)]
    return ExportFile(("\n\n".join(blocks) + "\n").encode(), notes)


def _lines(export: ExportQuestion, category: str) -> list[str]:
    """The lines of a question in a file whose category is so far `category`."""
    question = export.question
    body = _body(export)
    proof = [f"{extras.PROOF}{question.proof}"] if question.proof else []
    tags = "".join(f" [tag:{_in_comment(tag)}]" for tag in [*proof, *question.tags])
    stored = extras.extras_of(
        question, with_credits=question.credits != [100], with_hints=True, with_shuffle=True
    )
    if category and not question.category:
        stored["category"] = ""
    general = f"\t####{_html(question.general_feedback)}"
    return [
        f"// [id:{question.key}]{tags}",
        *([EXTRAS_PREFIX + extras.dump(stored)] if stored else []),
        f"::{escape(question.name or question.key)}::[html]{escape(html_of(question.text))}{{{body[0]}",
        *body[1:],
        *([general] if question.general_feedback else []),
        "}",
    ]


def _in_comment(tag: str) -> str:
    return " ".join(tag.replace("]", r"\]").split())


def _body(export: ExportQuestion) -> list[str]:
    """The lines after the opening brace."""
    question = export.question
    if question.kind == "single":
        return ["", *(_answer(_sign(choice, "~"), choice) for choice in question.choices)]
    if question.kind == "matching":
        pairs = [*question.choices, *(PlainChoice("", match=text) for text in extra_in(question))]
        return ["", *(_pair(choice) for choice in pairs)]
    if question.kind == "multiple":
        return ["", *(_answer(f"~%{weight}%", row) for weight, row in weighed(question.choices))]
    if question.kind not in ("short", "cell"):
        raise NotRepresentableError(f"GIFT has no {question.kind}")
    if question.kind == "cell" and not export.recorded:
        raise NotRepresentableError("the lesson's run has no such value recorded")
    if question.expects.get("form") == "number":
        return ["#", *(_number(choice, question) for choice in export.typed_answers)]
    answers = [_starred(choice, question) for choice in export.typed_answers]
    if odd := next((choice.text for choice in answers if "->" in choice.text), None):
        raise NotRepresentableError(f"the answer '{odd}' has an arrow, which makes a matching question")
    return ["", *(_typed(_sign(choice, "=%0%"), choice) for choice in answers)]


def _sign(choice: PlainChoice, wrong: str) -> str:
    """What stands before an answer that is right, wrong, or earns a part."""
    if choice.percent is not None and not choice.right:
        return f"{wrong[0]}%{nearest(choice.percent)}%"
    return "=" if choice.right else wrong


def _answer(sign: str, choice: PlainChoice) -> str:
    return f"\t{_guarded(sign, html_of(choice.text))}{_html(choice.text)}{_feedback(choice)}"


def _typed(sign: str, choice: PlainChoice) -> str:
    mark = "[plain]" if choice.text.startswith("[") else ""
    return f"\t{_guarded(sign, choice.text)}{mark}{escape(choice.text)}{_feedback(choice)}"


def _guarded(sign: str, text: str) -> str:
    """`sign` with a weight, where the text would be taken for one."""
    if text.startswith("%") and "%" not in sign:
        return sign + ("%100%" if sign == "=" else "%0%")
    return sign


def _pair(choice: PlainChoice) -> str:
    if "->" in html_of(choice.text) or "->" in choice.match:
        raise NotRepresentableError(f"the row '{choice.text}' has an arrow, which parts a row from its match")
    return f"\t={_html(choice.text)} -> {escape(choice.match)}"


def _number(choice: PlainChoice, question: PlainQuestion) -> str:
    sign = _sign(choice, "=%0%")
    if choice.text.strip() == ANY:
        return f"\t{sign}*{_feedback(choice)}"
    value, tolerance = number_of(choice, question)
    return f"\t{sign}{value}:{tolerance}{_feedback(choice)}"


def _feedback(choice: PlainChoice) -> str:
    return f"#{_html(choice.feedback)}" if choice.feedback else ""


def _html(text: str) -> str:
    """Markdown as HTML of one line. Where it begins like a marker of a markup, it gets one."""
    html = html_of(text)
    return ("[html]" if html.startswith("[") else "") + escape(html)


def _starred(choice: PlainChoice, question: PlainQuestion) -> PlainChoice:
    """The choice with escaped asterisks, unless they are wildcards: Moodle takes a plain one for any text."""
    return (
        choice if question.expects.get("wildcards") else replace(choice, text=choice.text.replace("*", r"\*"))
    )


def _lost(question: PlainQuestion) -> list[str]:
    """What is lost for other systems. Handshake reads it again from the extras."""
    lost = {
        "the credit of each try": question.credits != [100],
        "that the choices are shuffled": bool(question.shuffle),
        "the hints": bool(question.hints),
        "when the answer is shown": question.reveal != "closed",
        "feedback for what was missed": any(choice.missed for choice in question.choices),
        "that the recorded run knows the answer: its value now is written": question.kind == "cell",
        "that upper and lower case count": question.kind == "cell"
        or (
            question.kind == "short"
            and question.expects.get("form", "text") == "text"
            and question.expects.get("case") != "either"
        ),
        "the feedback of the rows of a matching question": has_row_feedback(question),
        "its pictures: GIFT holds no files, so others see their descriptions": has_pictures(question),
        "a credit that Moodle does not offer: the nearest is written": has_odd_credit(question.choices),
    }
    return [what for what, is_lost in lost.items() if is_lost]
