"""Response processing of a QTI 3 item: the score, and which feedback is shown.

A typed answer is compared with the answers that the author expects, and the first match counts. Other
questions have a correct response (credit 0 or 1) or a mapping (partial credit).
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from string import ascii_lowercase
from typing import Any
from xml.etree.ElementTree import Element

from quizzes.formats.qti_elements import add, add_value
from quizzes.formats.question import PlainChoice
from quizzes.kinds.typed_match import ANY, expected_number


def score_correct(root: Element) -> None:
    """SCORE is 1 for the correct response, else 0."""
    condition = add(add(root, "qti-response-condition"), "qti-response-if")
    match = add(condition, "qti-match")
    add(match, "qti-variable", identifier="RESPONSE")
    add(match, "qti-correct", identifier="RESPONSE")
    _set(condition, "SCORE", "1", "float")


def score_mapped(root: Element) -> None:
    """SCORE is the sum of the mapped values, within the bounds of the mapping."""
    outcome = add(root, "qti-set-outcome-value", identifier="SCORE")
    add(outcome, "qti-map-response", identifier="RESPONSE")


def score_typed(
    root: Element, choices: Sequence[PlainChoice], base_type: str, expects: Mapping[str, Any]
) -> None:
    """The first choice that matches the response decides SCORE and FEEDBACK."""
    condition = add(root, "qti-response-condition")
    for number, (key, choice) in enumerate(zip(ascii_lowercase, choices, strict=False)):
        branch = add(condition, "qti-response-else-if" if number else "qti-response-if")
        _compare(branch, choice.text.strip(), base_type, expects)
        if choice.right or (choice.percent or 0) > 0:
            _set(branch, "SCORE", "1" if choice.right else f"{(choice.percent or 0) / 100:g}", "float")
        _set(branch, "FEEDBACK", key, "identifier")


def set_chosen_feedback(root: Element) -> None:
    """FEEDBACK is what was chosen."""
    outcome = add(root, "qti-set-outcome-value", identifier="FEEDBACK")
    add(outcome, "qti-variable", identifier="RESPONSE")


def score_neighbors(root: Element, order: Sequence[str]) -> None:
    """SCORE is the share of the right order's neighboring pairs that the response also has."""
    part = str(1 / (len(order) - 1))
    for pair in pairwise(order):
        condition = add(add(root, "qti-response-condition"), "qti-response-if")
        anywhere = add(condition, "qti-or")
        for place in range(1, len(order)):
            both = add(anywhere, "qti-and")
            for number, key in enumerate(pair, start=place):
                match = add(both, "qti-match")
                add(add(match, "qti-index", n=str(number)), "qti-variable", identifier="RESPONSE")
                add_value(match, key, "identifier")
        total = add(add(condition, "qti-set-outcome-value", identifier="SCORE"), "qti-sum")
        add(total, "qti-variable", identifier="SCORE")
        add_value(total, part, "float")


def set_verdict_feedback(root: Element) -> None:
    """FEEDBACK is 'right' for the correct response, and 'wrong' for any other."""
    condition = add(root, "qti-response-condition")
    right = add(condition, "qti-response-if")
    match = add(right, "qti-match")
    add(match, "qti-variable", identifier="RESPONSE")
    add(match, "qti-correct", identifier="RESPONSE")
    _set(right, "SCORE", "1", "float")  # the sum of the parts may be slightly below 1
    _set(right, "FEEDBACK", "right", "identifier")
    _set(add(condition, "qti-response-else"), "FEEDBACK", "wrong", "identifier")


def set_missed_feedback(root: Element, keys: Sequence[str]) -> None:
    """MISSED has every choice of `keys` that the response leaves out."""
    for key in keys:
        condition = add(add(root, "qti-response-condition"), "qti-response-if")
        member = add(add(condition, "qti-not"), "qti-member")
        add_value(member, key, "identifier")
        add(add(member, "qti-multiple"), "qti-variable", identifier="RESPONSE")
        outcome = add(condition, "qti-set-outcome-value", identifier="MISSED")
        both = add(outcome, "qti-multiple")
        add(both, "qti-variable", identifier="MISSED")
        add_value(both, key, "identifier")


def _compare(branch: Element, known: str, base_type: str, expects: Mapping[str, Any]) -> None:
    """Add the comparison of the response with an expected answer.

    Floats need qti-equal, because QTI does not define qti-match for them.
    """
    if base_type == "float" and known == ANY:
        add(add(add(branch, "qti-not"), "qti-is-null"), "qti-variable", identifier="RESPONSE")
        return
    names: dict[str, str] = {}
    name = "qti-match"
    if base_type == "float":
        value, tolerance = expected_number(known, float(expects.get("tolerance", 0))) or (0.0, 0.0)
        name, known = "qti-equal", f"{value:.12g}"
        names = {"tolerance_mode": "absolute", "tolerance": f"{tolerance:g} {tolerance:g}"}
        names = names if tolerance else {"tolerance_mode": "exact"}
    elif expects.get("wildcards"):
        name, names = "qti-pattern-match", {"pattern": pattern_of(known, expects.get("case") == "either")}
    elif expects.get("case") == "either":
        name, names = "qti-string-match", {"case_sensitive": "false"}
    fits = add(branch, name, **names)
    add(fits, "qti-variable", identifier="RESPONSE")
    if name != "qti-pattern-match":
        add_value(fits, known, base_type)


def pattern_of(known: str, either_case: bool) -> str:
    """An expected answer with wildcards as a regular expression of XML Schema, which has no flag for case."""
    parts = [part.replace(r"\*", "*") for part in re.split(r"(?<!\\)\*", known)]
    return ".*".join("".join(_class(each, either_case) for each in part) for part in parts)


def _class(character: str, either_case: bool) -> str:
    if either_case and character.lower() != character.upper():
        return f"[{character.lower()}{character.upper()}]"
    return "\\" + character if character in r"\|.?*+(){}[]^$-" else character


def _set(parent: Element, outcome: str, value: str, base_type: str) -> None:
    add_value(add(parent, "qti-set-outcome-value", identifier=outcome), value, base_type)
