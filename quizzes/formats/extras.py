"""What a format has no place for, as one JSON object beside the question.

Handshake reads the object again and other programs ignore it: it is a comment in GIFT, and a processing
instruction in Moodle XML. It never repeats what the format itself can say.
"""

import json
import re
from dataclasses import asdict, replace
from string import ascii_lowercase
from typing import Any

from quizzes.formats.markup import html_of, to_markdown
from quizzes.formats.question import PlainChoice, PlainHint, PlainQuestion
from quizzes.formats.text import NOT_TEXT
from quizzes.kinds import kinds

PROOF = "proof: "
"""The beginning of the tag that names the proof, such as 'proof: step 2'."""

_ESCAPED_CONTROL = re.compile(r"(?<!\\)(?:\\\\)*\\(?:[bf]|u00)")


def extras_of(
    question: PlainQuestion, *, with_credits: bool, with_hints: bool, with_shuffle: bool = False
) -> dict[str, Any]:
    """The extras of `question`, which are empty where nothing is lost.

    `with_credits`, `with_hints` and `with_shuffle` say whether the format loses the credits, the texts of the
    hints, and that choices are shuffled.
    """
    data: dict[str, Any] = {}
    if question.reveal != "closed":
        data["reveal"] = question.reveal
    if with_shuffle and question.shuffle:
        data["shuffle"] = True
    if with_credits:
        data["credits"] = question.credits
    if question.hints and (with_hints or any(hint.points_to for hint in question.hints)):
        data["hints"] = [asdict(hint) for hint in question.hints]
    rows = in_right_order(question)
    if any(choice.missed for choice in rows):
        data["missed"] = [choice.missed for choice in rows]
    if question.kind in ("ordering", "matching") and any(choice.feedback for choice in rows):
        data["feedback"] = [choice.feedback for choice in rows]
    if question.kind == "ordering":
        data["expects"] = question.expects
    elif question.kind == "cell":
        data |= {"kind": "cell", "expects": question.expects}
    elif question.kind == "short" and question.expects.get("form", "text") != "number":
        data["expects"] = question.expects
    if sources := [text for text in _texts_of(question) if to_markdown(html_of(text), "html")[0] != text]:
        data["markdown"] = list(dict.fromkeys(sources))
    return data


def sources_in(extras: dict[str, Any]) -> dict[str, str]:
    """{HTML: Markdown} of the texts of which the HTML alone does not give the same Markdown back."""
    texts = extras.get("markdown")
    known = [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []
    return {html_of(text): text for text in known}


def _texts_of(question: PlainQuestion) -> list[str]:
    """The texts that files hold as HTML."""
    rows = [row.text for row in question.choices] if kinds[question.kind].shows_choices else []
    texts = [question.text, question.general_feedback, *(hint.text for hint in question.hints)]
    texts += [choice.feedback for choice in question.choices]
    return [text for text in [*texts, *rows] if text]


def dump(extras: dict[str, Any]) -> str:
    """One line of ASCII without < and >, so that it contains no markup of either format."""
    return json.dumps(extras, sort_keys=True).replace(">", r"\u003e").replace("<", r"\u003c")


def load(text: str) -> dict[str, Any]:
    """The extras in `text`; empty if it is no JSON object, or holds characters that are not text."""
    try:
        data = json.loads(text)
        plain = json.dumps(data, ensure_ascii=False)
    except (ValueError, RecursionError):
        return {}
    odd = _ESCAPED_CONTROL.search(plain) or NOT_TEXT.search(plain)
    return data if isinstance(data, dict) and not odd else {}


def with_extras(question: PlainQuestion, extras: dict[str, Any]) -> PlainQuestion:
    """`question` with its extras. The values are not checked here: the plan checks all of a question."""
    question = replace(
        question,
        reveal=extras.get("reveal", question.reveal),
        credits=extras.get("credits", question.credits),
        shuffle=True if extras.get("shuffle") is True else question.shuffle,
        hints=_hints(extras.get("hints")) or question.hints,
    )
    expects = extras.get("expects") if isinstance(extras.get("expects"), dict) else None
    if question.kind == "short" and expects is not None:
        question = replace(question, expects=expects)
        if extras.get("kind") == "cell":
            wrong = [choice for choice in question.choices if not choice.right]  # the run has the right value
            question = replace(question, kind="cell", choices=wrong)
    question = _with_row_texts(question, extras)
    if extras.get("category") == "":
        question = replace(question, category="")
    if question.kind == "ordering" and expects is not None:
        return _reordered(question, expects.get("order"))
    return question


def in_right_order(question: PlainQuestion) -> list[PlainChoice]:
    """The choices in the order in which files list them: that of the key for an ordering, else their own."""
    return [question.choices[place] for place in _right_places(question)]


def _right_places(question: PlainQuestion) -> list[int]:
    if question.kind != "ordering":
        return list(range(len(question.choices)))
    return [ascii_lowercase.index(key) for key in question.expects["order"]]


def _hints(value: Any) -> list[PlainHint]:
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return [PlainHint(str(row.get("text", "")), str(row.get("points_to", ""))) for row in rows]


def _with_row_texts(question: PlainQuestion, extras: dict[str, Any]) -> PlainQuestion:
    """`question` with the texts that `extras` lists for its choices, in the order of files."""
    places, choices = _right_places(question), list(question.choices)
    missed, feedback = extras.get("missed"), extras.get("feedback")
    for row, place in enumerate(places):
        if isinstance(missed, list) and len(missed) == len(places):
            choices[place] = replace(choices[place], missed=str(missed[row]))
        if isinstance(feedback, list) and len(feedback) == len(places):
            choices[place] = replace(choices[place], feedback=str(feedback[row]))
    return replace(question, choices=choices)


def _reordered(question: PlainQuestion, order: Any) -> PlainQuestion:
    """The ordering with its rows in the order that learners see first, which `order` implies."""
    keys = list(ascii_lowercase[: len(question.choices)])
    if not isinstance(order, list) or sorted(map(str, order)) != keys:
        return question
    by_key = dict(zip(order, in_right_order(question), strict=True))
    return replace(question, choices=[by_key[key] for key in keys], expects={"order": order})
