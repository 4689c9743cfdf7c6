"""What a segment has of the words of a question, and how well its sources fit."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lessons.plugin import Passage
from lessons.search.segment import Segment, lower

TITLE_FACTOR, PHRASE_FACTOR = 2.0, 1.5
"""Factors on the weight of a word in the title, and of a passage with all words in a row."""


class Fit[Source](NamedTuple):
    """A source with how many of the words it lacks, and its best passage with the score of that, negated.

    What fits best is the least; of two that fit equally well, the one with the first place. No two sources
    have one place, so nothing beyond it is compared.
    """

    lacks: int
    negative_score: float
    place: int
    source: Source
    passage: Passage


@dataclass(frozen=True, slots=True)
class Found[Source: Hashable]:
    """The words in a segment: `numbers` of the passages that have each, of sources that have a place."""

    segment: Segment[Source]
    places: Sequence[int | None]
    numbers: Mapping[str, set[int]]

    @property
    def count(self) -> int:
        """How many passages were searched."""
        pairs = zip(self.segment.sizes, self.places, strict=True)
        return sum(size for size, place in pairs if place is not None)

    def fits(self, weights: Mapping[str, float], phrase: str) -> Iterator[Fit[Source]]:
        """Each source that has a word. The score of a passage is the sum of the weights of its words."""
        scores = self._scores(weights)
        for number in self._with(phrase):
            scores[number] *= PHRASE_FACTOR
        present = self._present()
        for owner, number in self._best(scores).items():
            place, source = self.places[owner], self.segment.sources[owner]
            assert place is not None
            lacks = len(self.numbers) - present[owner]
            yield Fit(lacks, -scores[number], place, source, self.segment.passages[number])

    def tokens(self) -> Iterable[str]:
        """The tokens of the passages that were searched."""
        return self.segment.tokens([place is not None for place in self.places])

    def _scores(self, weights: Mapping[str, float]) -> dict[int, float]:
        scores: dict[int, float] = {}
        for word, numbers in self.numbers.items():
            weight = weights[word]
            added = dict.fromkeys(numbers, weight)
            for number in self.segment.titled(word) & numbers:
                added[number] = weight * TITLE_FACTOR
            for number in added.keys() & scores.keys():
                added[number] += scores[number]
            scores |= added
        return scores

    def _with(self, phrase: str) -> Iterator[int]:
        """The passages with all words in a row. One word makes no difference: all that are found have it."""
        if phrase not in self.numbers:
            for number in set.intersection(*self.numbers.values()):
                if phrase in lower(self.segment.passages[number]):
                    yield number

    def _present(self) -> Counter[int]:
        """How many words each source has."""
        owner_of = self.segment.owners.__getitem__
        return Counter(owner for numbers in self.numbers.values() for owner in set(map(owner_of, numbers)))

    def _best(self, scores: Mapping[int, float]) -> dict[int, int]:
        """The passage of each source with the highest score: the first of them."""
        last_first = sorted(scores, reverse=True)
        best_last = sorted(last_first, key=scores.__getitem__)
        return dict(zip(map(self.segment.owners.__getitem__, best_last), best_last, strict=True))


def found_in[Source: Hashable](
    segment: Segment[Source], words: Iterable[str], places: Mapping[Source, int]
) -> Found[Source]:
    """The passages of the segment with the words, of sources that `places` has."""
    shown = [places.get(source) for source in segment.sources]
    numbers = {word: segment.numbers(word) for word in words}
    if None in shown:
        owners = segment.owners
        numbers = {
            word: {number for number in found if shown[owners[number]] is not None}
            for word, found in numbers.items()
        }
    return Found(segment, shown, numbers)
