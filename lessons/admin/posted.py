"""What the POST of a lesson's form says of its rows. Pure."""

from collections.abc import Iterator
from typing import Any

from lessons.numbers import number_in

MAX_ROWS = 2000
"""Rows of a kind in one form: Django reads no more."""

PLACE_PREFIXES = {"step": "steps", "flow": "flow_steps", "key": "key_moments"}


def places_in(data: Any) -> dict[str, int]:
    """The number of places of each kind (`lessons.pointers`) in the lesson that the POST `data` describes."""
    places = {kind: sum(1 for _ in _rows(data, prefix)) for kind, prefix in PLACE_PREFIXES.items()}
    moments = range(count_in(data, "tracker-moments"))
    return {**places, "moment": sum(bool(data.get(f"tracker-m{number}-title")) for number in moments)}


def count_in(data: Any, name: str) -> int:
    """The count that the POST `data` has by this name; 0 where it is none, and at most `MAX_ROWS`."""
    return min(number_in(data.get(name) or "") or 0, MAX_ROWS)


def _rows(data: Any, prefix: str) -> Iterator[int]:
    for row in range(count_in(data, f"{prefix}-TOTAL_FORMS")):
        if f"{prefix}-{row}-DELETE" not in data:
            yield row
