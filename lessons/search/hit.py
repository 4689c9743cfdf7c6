"""The lines of the results: what was found, and an excerpt of its text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.utils.html import escape
from django.utils.safestring import SafeString

from lessons.plugin import Passage
from lessons.search.found import Fit
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

    @property
    def marked(self) -> SafeString:
        """The excerpt as HTML."""
        pieces = (
            f"<mark>{escape(piece)}</mark>" if is_asked else escape(piece) for piece, is_asked in self.excerpt
        )
        return SafeString("".join(pieces))


@dataclass(frozen=True, slots=True)
class Hits(Sequence[Hit]):
    """What was found, best first. A line is made when it is asked for: a page shows few of them."""

    fits: Sequence[Fit[Any]]
    weights: Mapping[str, float]

    def __len__(self) -> int:
        return len(self.fits)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Hit]: ...
    def __getitem__(self, place: int | slice) -> Hit | Sequence[Hit]:
        if isinstance(place, slice):
            return Hits(self.fits[place], self.weights)
        fit = self.fits[place]
        return hit(fit.source, fit.passage, self.weights)


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
