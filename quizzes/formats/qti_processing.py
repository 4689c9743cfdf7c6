"""Response processing of a QTI 3 item: the score, and which feedback is shown.

A typed answer is compared with the answers that the author expects, and the first match counts. Other
questions have a correct response (credit 0 or 1) or a mapping (partial credit).
"""

from collections.abc import Sequence
from itertools import pairwise
from string import ascii_lowercase
from xml.etree.ElementTree import Element

from quizzes.formats.qti_elements import add, add_value
from quizzes.formats.question import PlainChoice


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


def score_typed(root: Element, choices: Sequence[PlainChoice], base_type: str, tolerance: float) -> None:
    """The first choice that matches the response decides SCORE and FEEDBACK."""
    condition = add(root, "qti-response-condition")
    for number, (key, choice) in enumerate(zip(ascii_lowercase, choices, strict=False)):
        branch = add(condition, "qti-response-else-if" if number else "qti-response-if")
        fits = _comparison(branch, base_type, tolerance)
        add(fits, "qti-variable", identifier="RESPONSE")
        add_value(fits, choice.text.strip(), base_type)
        if choice.right:
            _set(branch, "SCORE", "1", "float")
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


def _comparison(parent: Element, base_type: str, tolerance: float) -> Element:
    """The element that compares. Floats need qti-equal, because QTI does not define qti-match for them."""
    if base_type != "float":
        return add(parent, "qti-match")
    if not tolerance:
        return add(parent, "qti-equal", tolerance_mode="exact")
    return add(parent, "qti-equal", tolerance_mode="absolute", tolerance=f"{tolerance} {tolerance}")


def _set(parent: Element, outcome: str, value: str, base_type: str) -> None:
    add_value(add(parent, "qti-set-outcome-value", identifier=outcome), value, base_type)
