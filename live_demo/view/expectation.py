"""A learner's expectation and its outcome, in the sentences that the page shows.

The mappings have the shape of `live_demo.expect.expecting.Expected.as_json`.
"""

from collections.abc import Mapping
from typing import Any

_PHRASES = {
    "text": "the text “{}”",
    "nothing": "no message",
    "row": "row {}",
    "code": "close code {}",
}


def expectation_message(expected: Mapping[str, Any]) -> str:
    """What the learner expects, or how it came out once it is decided; '' where nothing is expected."""
    if not expected:
        return ""
    phrase = _phrase(expected["kind"], expected["said"])
    if expected["right"] is None:
        return f"Locked in: {phrase} comes next. Now make it happen."
    if expected["right"]:
        return f"Right: it was {phrase}."
    return f"No: you expected {phrase}, and it was {_truth(expected['kind'], expected['truth'])}."


def streak_message(expected: Mapping[str, Any]) -> str:
    """The right expectations in a row, now and at best; '' where nothing is expected."""
    return f"Streak {expected['streak']}, best {expected['best']}" if expected else ""


def _phrase(kind: str, value: str) -> str:
    return _PHRASES[kind].format(value)


def _truth(kind: str, truth: str) -> str:
    if truth == "nothing":
        return "no message"
    if truth.startswith(("close ", "binary, ")) or truth == "an exception":
        return truth
    return _phrase("text" if kind == "nothing" else kind, truth)
