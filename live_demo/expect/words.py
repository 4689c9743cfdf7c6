"""An expectation in words, as the page says it."""

from collections.abc import Mapping
from typing import Any

_WHAT = {
    "text": "the text “{}”",
    "nothing": "no message",
    "row": "row {}",
    "code": "close code {}",
}


def told(expected: Mapping[str, Any]) -> str:
    """What is expected, or how it came out; empty where nothing is."""
    if not expected:
        return ""
    said = _what(expected["kind"], expected["said"])
    if expected["right"] is None:
        return f"Committed: next comes {said}. Now act."
    if expected["right"]:
        return f"Right: it was {said}."
    return f"Not so: you expected {said}, and it was {_truth(expected['kind'], expected['truth'])}."


def streak(expected: Mapping[str, Any]) -> str:
    return f"Streak {expected['streak']}, best {expected['best']}" if expected else ""


def _what(kind: str, value: str) -> str:
    return _WHAT[kind].format(value)


def _truth(kind: str, truth: str) -> str:
    if truth == "nothing":
        return "no message"
    if truth.startswith(("close ", "binary, ")) or truth == "an exception":
        return truth
    return _what("text" if kind == "nothing" else kind, truth)
