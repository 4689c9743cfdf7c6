"""Checks that both TOML and every database can hold the values of a script."""

import re
from math import isfinite
from typing import Any

_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
"""PostgreSQL takes neither NUL nor half of a surrogate pair."""


def refuse_odd(value: Any) -> Any:
    """`value`, a text, or lists and objects of texts and numbers. Raises `ValueError` where it is none."""
    if value is None:
        raise ValueError("null cannot stand in a script")
    if isinstance(value, str) and _NO_TEXT.search(value):
        raise ValueError("has a character that text cannot have")
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"{value} is no number of JSON")
    if isinstance(value, dict | list):
        for each in [*value, *value.values()] if isinstance(value, dict) else value:
            refuse_odd(each)
    return value
