"""Pointers: how a hint, a key moment or a proof names a place on the lesson page, such as 'step 2'."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

PLACES = {
    "step": "row {number} of the execution table",
    "moment": "column {number} of the variable tracker",
    "flow": "step {number} of the concept flow",
    "key": "key moment {number}",
}
PLACES_ID = "lesson-places"
"""The id of the element that suggests them to an author."""
_POINTER = re.compile(rf"({'|'.join(PLACES)}) ([1-9]\d?)")


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place on the lesson page: its kind (a key of `PLACES`) and its number, counted from 1."""

    kind: str
    number: int

    @property
    def anchor(self) -> str:
        """The id of the place on the lesson page."""
        return f"{self.kind}-{self.number}"

    @property
    def label(self) -> str:
        return PLACES[self.kind].format(number=self.number)


def parse_pointer(text: str) -> Pointer | None:
    """The pointer that `text` spells, such as 'step 2'; None if it is not a pointer."""
    match = _POINTER.fullmatch(text.strip())
    return Pointer(match[1], int(match[2])) if match else None


def pointer_fault(text: str, counts: Mapping[str, int]) -> str | None:
    """The reason why `text` is no pointer into a lesson with `counts` rows of each kind; None if it is."""
    pointer = parse_pointer(text)
    if not text.strip():
        return f"empty: write a place like 'step 2' ({', '.join(PLACES)})"
    if pointer is None:
        return f"'{text}' is not a pointer: write one like 'step 2' ({', '.join(PLACES)})"
    if pointer.number > counts.get(pointer.kind, 0):
        return f"'{text}' points to a row that does not exist: the lesson has no {pointer.label}"
    return None
