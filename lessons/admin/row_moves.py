"""The old and new numbers of a lesson's rows when its form is saved, so that pointers can follow. Pure."""

import re
from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from lessons.admin.posted import PLACE_PREFIXES, count_in
from lessons.numbers import number_in
from lessons.pointers import parse_pointer

type Moves = Mapping[str, Mapping[int, int | None]]
"""{kind of place: {number before: number after, None for a row that is deleted}} (`lessons.pointers`)."""


def in_order(rows: Sequence[tuple[int | None, int | None]]) -> list[int]:
    """The indexes of rows in the order that an instructor means.

    Each row is (the number that it had, the number that it is given). A row without a number comes last. Of
    rows with the same number, the one that was given it pushes the one that had it: down, or up where it
    comes from above.
    """

    def place(index: int) -> tuple[float, int]:
        had, given = rows[index]
        if given is None:
            return inf, 0
        if had == given:
            return given, 1
        return given, 2 if had is not None and had < given else 0

    return sorted(range(len(rows)), key=place)


def moves_in(data: Any, stored: Mapping[str, Mapping[str, int]]) -> Moves:
    """The moves that the POST `data` makes. `stored`: {kind: {primary key: number}} of what is there now."""
    rows = {kind: _moved_rows(data, prefix, stored[kind]) for kind, prefix in PLACE_PREFIXES.items()}
    return {**rows, "moment": _moved_moments(data, len(stored["moment"]))}


def is_moved(moves: Moves, kind: str) -> bool:
    return any(before != after for before, after in moves.get(kind, {}).items())


def followed(pointer: str, moves: Moves) -> str | None:
    """`pointer` with the number that its row has afterwards; None where the row is deleted."""
    place = parse_pointer(pointer)
    if place is None:
        return pointer
    after = moves.get(place.kind, {}).get(place.number, place.number)
    return None if after is None else f"{place.kind} {after}"


def names_moved(text: str, moves: Moves) -> list[str]:
    """The steps that `text` names in words, such as 'step 3', and that have another number afterwards."""
    named = re.findall(r"\b(?:step|row) ([1-9]\d?)\b", text, re.IGNORECASE)
    steps = moves.get("step", {})
    return [f"step {number}" for number in named if steps.get(int(number), int(number)) != int(number)]


def _moved_rows(data: Any, prefix: str, stored: Mapping[str, int]) -> dict[int, int | None]:
    """{old number: new number, or None if deleted} of the rows of one kind. New rows are counted, too."""
    if f"{prefix}-TOTAL_FORMS" not in data:
        return {}
    rows: list[tuple[int | None, int | None]] = []
    moves: dict[int, int | None] = {}
    for row in range(count_in(data, f"{prefix}-TOTAL_FORMS")):
        had = stored.get(data.get(f"{prefix}-{row}-id") or "")
        if f"{prefix}-{row}-DELETE" not in data:
            rows.append((had, number_in(data.get(f"{prefix}-{row}-number") or "")))
        elif had is not None:
            moves[had] = None
    for number, index in enumerate(in_order(rows), start=1):
        if (had := rows[index][0]) is not None:
            moves[had] = number
    return moves


def _moved_moments(data: Any, count: int) -> dict[int, int | None]:
    """{old number: new number, or None} of the tracker's columns. A column without a title is deleted."""
    if "tracker-moments" not in data:
        return {}
    moves: dict[int, int | None] = {}
    left = 0
    for column in range(count):
        stays = bool((data.get(f"tracker-m{column}-title") or "").strip())
        left += stays
        moves[column + 1] = left if stays else None
    return moves
