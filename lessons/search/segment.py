"""A part of the index of the search: which passages of some sources contain a word."""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from lessons.plugin import Passage


class Segment[Source: Hashable]:
    """An inverted index, which never changes: for each token, the numbers of the passages that have it.

    A token is lower-case text between spaces. A searched word has no space in it, so a passage contains the
    word if one of its tokens does. `owners` has for each passage the place of its source in `sources`.
    """

    def __init__(self, texts: Mapping[Source, Sequence[Passage]]) -> None:
        self.sources = list(texts)
        self.sizes = [len(passages) for passages in texts.values()]
        self.passages = [passage for passages in texts.values() for passage in passages]
        self.owners = array("I", _repeated(self.sizes))
        self._numbers = _numbers(map(lower, self.passages))
        self._titled = _numbers(passage.title.lower() for passage in self.passages)

    def numbers(self, word: str) -> set[int]:
        """The numbers of the passages that contain `word`."""
        return _containing(self._numbers, word)

    def titled(self, word: str) -> set[int]:
        """The numbers of the passages with `word` in the title."""
        return _containing(self._titled, word)

    def tokens(self, is_shown: Sequence[bool]) -> Iterable[str]:
        """The tokens of those sources for which `is_shown` is true."""
        for token, numbers in self._numbers.items():
            if any(is_shown[self.owners[number]] for number in numbers):
                yield token


def lower(passage: Passage) -> str:
    """What is searched of a passage."""
    return f"{passage.title} {passage.text}".lower()


def _numbers(texts: Iterable[str]) -> Mapping[str, array[int]]:
    """{token: the places of the texts that have it}"""
    found: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, text in enumerate(texts):
        for token in set(text.split()):
            found[token].append(number)
    return found


def _containing(numbers: Mapping[str, array[int]], word: str) -> set[int]:
    return set[int]().union(*(found for token, found in numbers.items() if word in token))


def _repeated(sizes: Iterable[int]) -> Iterable[int]:
    """Each place, as often as its size says."""
    return (place for place, size in enumerate(sizes) for _ in range(size))
