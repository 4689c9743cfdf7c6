"""What a format has no place for, as one JSON object that Handshake reads again and others pass over.

In GIFT it is a comment, in Moodle XML a processing instruction. It never says what the format itself says.
"""

import json
import re
from dataclasses import asdict
from string import ascii_lowercase
from typing import Any

from quizzes.formats.question import PlainChoice, PlainHint, PlainQuestion
from quizzes.formats.text import NO_TEXT

PROOF = "proof: "
"""How the tag begins that names the proof, such as 'proof: step 2'."""

_ESCAPED_CONTROL = re.compile(r"(?<!\\)(?:\\\\)*\\(?:[bf]|u00)")


def beside(question: PlainQuestion, *, with_credits: bool, with_hints: bool) -> dict[str, Any]:
    """What is lost of `question` in a format; credits and hints only where they are lost too."""
    data: dict[str, Any] = {}
    if question.reveal != "closed":
        data["reveal"] = question.reveal
    if with_credits:
        data["credits"] = question.credits
    if question.hints and (with_hints or any(hint.points_to for hint in question.hints)):
        data["hints"] = [asdict(hint) for hint in question.hints]
    rows = in_right_order(question)
    if any(choice.missed for choice in rows):
        data["missed"] = [choice.missed for choice in rows]
    if question.kind == "ordering":
        data |= {"expects": question.expects, "feedback": [choice.feedback for choice in rows]}
    elif question.kind == "cell":
        data |= {"kind": "cell", "expects": question.expects}
    elif question.kind == "short" and question.expects.get("form", "text") != "number":
        data["expects"] = question.expects
    return data


def dump(data: dict[str, Any]) -> str:
    """One line of ASCII, in which no markup of either format can be seen."""
    return json.dumps(data, sort_keys=True).replace(">", r"\u003e").replace("<", r"\u003c")


def load(text: str) -> dict[str, Any]:
    """Empty where somebody has spoiled it."""
    try:
        data = json.loads(text)
        plain = json.dumps(data, ensure_ascii=False)
    except (ValueError, RecursionError):
        return {}
    odd = _ESCAPED_CONTROL.search(plain) or NO_TEXT.search(plain)
    return data if isinstance(data, dict) and not odd else {}


def restore(question: PlainQuestion, data: dict[str, Any]) -> None:
    """Give `question` what stood beside it. A wrong value is found where all values are checked."""
    for name in ("reveal", "credits"):
        setattr(question, name, data.get(name, getattr(question, name)))
    expects = data.get("expects") if isinstance(data.get("expects"), dict) else None
    if question.kind == "short" and expects is not None:
        question.expects = expects
        if data.get("kind") == "cell":  # the run knows what is right
            question.kind = "cell"
            question.choices = [choice for choice in question.choices if not choice.right]
    if hints := _rows(data.get("hints")):
        question.hints = [PlainHint(str(row.get("text", "")), str(row.get("points_to", ""))) for row in hints]
    for name in ("missed", "feedback"):
        texts = data.get(name)
        rows = in_right_order(question)
        if isinstance(texts, list) and len(texts) == len(rows):
            for choice, text in zip(rows, texts, strict=True):
                setattr(choice, name, str(text))
    if question.kind == "ordering" and expects is not None:
        question.choices, question.expects = _as_shown(question, expects.get("order"))


def in_right_order(question: PlainQuestion) -> list[PlainChoice]:
    """The choices as a file lists them: of an ordering the key, of others as they stand."""
    if question.kind != "ordering":
        return question.choices
    return [question.choices[ascii_lowercase.index(key)] for key in question.expects["order"]]


def _as_shown(question: PlainQuestion, order: Any) -> tuple[list[PlainChoice], dict[str, Any]]:
    keys = list(ascii_lowercase[: len(question.choices)])
    if not isinstance(order, list) or sorted(map(str, order)) != keys:
        return question.choices, question.expects
    by_key = dict(zip(order, in_right_order(question), strict=True))
    return [by_key[key] for key in keys], {"order": order}


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
