"""A line of the results: what was found, and an excerpt of its text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lessons.plugin import Passage
from lessons.search.listed import Source

EXCERPT_BEFORE, EXCERPT_LENGTH = 70, 190
"""Characters of an excerpt: at most before the word with the highest weight, and about in all."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A source in the results, and its best passage.

    `address` is the path of the passage. `excerpt` is its text as (piece, whether it is a searched word).
    """

    title: str
    meta: str
    address: str
    excerpt: list[tuple[str, bool]]


def hit(source: Source, best: Passage, weights: Mapping[str, float]) -> Hit:
    """The line for this passage of the source. `weights` has every searched word."""
    excerpt = _excerpt(best.text, weights)
    if best.title and best.place and not best.place.startswith("#"):  # a page beside the lesson's own
        return Hit(best.title, source.title, source.address + best.place, excerpt)
    return Hit(source.title, source.meta, source.address + best.place, excerpt)


def _excerpt(text: str, weights: Mapping[str, float]) -> list[tuple[str, bool]]:
    """About `EXCERPT_LENGTH` characters around the word with the highest weight, as in `Hit.excerpt`."""
    lower = text.lower()
    word = max((word for word in weights if word in lower), key=weights.__getitem__, default="")
    start = max(0, lower.find(word) - EXCERPT_BEFORE)
    start = text.find(" ", start) + 1 if start else 0
    end = len(text) if len(text) <= start + EXCERPT_LENGTH else text.rfind(" ", start, start + EXCERPT_LENGTH)
    shown = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    asked = "|".join(re.escape(word) for word in sorted(weights, key=len, reverse=True))
    return [(piece, number % 2 == 1) for number, piece in enumerate(re.split(f"(?i:({asked}))", shown))]
