"""Pairs the rows of two lists that are the same row. Pure."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any


@dataclass(frozen=True, slots=True)
class Pair:
    """A row before and after, None where it is not there, with its indexes `at` and `goes_to`."""

    before: Any
    after: Any
    at: int
    goes_to: int
    is_moved: bool = False


def aligned(before: Sequence[Any], after: Sequence[Any]) -> Iterator[Pair]:
    """The pairs of rows of two lists: first the matching and new ones in the order after, then those gone.

    Rows with a `key` are the same where it is the same, wherever they stand; others where they are equal, or
    stand in the same place between equal ones.
    """
    by_key = all(isinstance(row, dict) and "key" in row for row in [*before, *after])
    names = [[_name(row, by_key) for row in rows] for rows in (before, after)]
    found = _by_key(*names) if by_key else _by_place(*names)
    for goes_to, row in enumerate(after):
        at, is_moved = found.get(goes_to, (None, False))
        yield Pair(None if at is None else before[at], row, at or 0, goes_to, is_moved)
    kept = {at for at, _ in found.values()}
    for at, row in enumerate(before):
        if at not in kept:
            yield Pair(row, None, at, 0)


def _name(row: Any, by_key: bool) -> str:
    return str(row["key"]) if by_key else json.dumps(row, sort_keys=True)


def _by_key(before: list[str], after: list[str]) -> dict[int, tuple[int, bool]]:
    """{index after: (index before, whether it has left its place among the others)}"""
    old = [name for name in before if name in after]
    new = [name for name in after if name in before]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    still = {old[block.a + offset] for block in blocks for offset in range(block.size)}
    return {after.index(name): (before.index(name), name not in still) for name in new}


def _by_place(before: list[str], after: list[str]) -> dict[int, tuple[int, bool]]:
    found: dict[int, tuple[int, bool]] = {}
    for _, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        found |= {first + each: (start + each, False) for each in range(min(end - start, last - first))}
    return found
