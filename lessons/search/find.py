"""Search: what contains every word, best first; if nothing does, what has some of the words.

Lessons are searched with what their plugins add, and the entries of the glossary, the symptoms and the goals.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import log
from typing import Any

from lessons.models.lesson import LessonQuerySet
from lessons.reference.entries import TRACK
from lessons.search import index
from lessons.search.found import Fit, Found, found_in
from lessons.search.hit import Hit, Hits
from lessons.search.listed import listed
from lessons.search.reference import reference_segment, reference_sources
from lessons.search.segment import Segment
from lessons.search.suggestion import suggestion

MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class Results:
    """The result of a search, best first.

    `with_all` are the sources with every word. If it is empty, `with_some` are those with at least one word,
    `missing` are the words that occur nowhere, and `suggestion` is the question with these replaced by
    similar words that do occur, or "".
    """

    with_all: Sequence[Hit]
    with_some: Sequence[Hit]
    missing: Sequence[str] = ()
    suggestion: str = ""


def find(lessons: LessonQuerySet, question: str) -> Results:
    """Search `lessons` for the words of `question` (the first `MAX_WORDS`), ignoring case."""
    words = list(dict.fromkeys(question.lower().split()))[:MAX_WORDS]
    if not words:
        return Results([], [])
    found = [found_in(segment, words, places) for segment, places in _segments(lessons)]
    weights = _weights(words, found)
    fits = _best(found, weights, " ".join(question.lower().split()))
    with_all = list(takewhile(lambda fit: not fit.lacks, fits))
    if with_all:
        return Results(Hits(with_all, weights), [])
    missing = [word for word in words if not weights[word]]
    known = (token for part in found for token in part.tokens()) if missing else ()
    return Results([], Hits(fits, weights), missing, suggestion(words, missing, known))


def _segments(lessons: LessonQuerySet) -> Iterator[tuple[Segment[Any], Mapping[Any, int]]]:
    """The segments of the index, with the place of each source that is shown."""
    shown = list(listed(lessons))
    if not shown:
        return
    entries = reference_sources({each.slug for each in shown if each.track == TRACK})
    yield reference_segment(), {entry: place for place, entry in enumerate(entries)}
    places = {lesson: place for place, lesson in enumerate(shown, len(entries))}
    for segment in index.segments.of(places):
        yield segment, places


def _weights(words: Sequence[str], found: Sequence[Found[Any]]) -> dict[str, float]:
    """{word: weight}, the inverse document frequency log(1 + passages / passages with the word), or 0."""
    total = sum(part.count for part in found)
    counts = {word: sum(len(part.numbers[word]) for part in found) for word in words}
    return {word: log(1 + total / count) if count else 0.0 for word, count in counts.items()}


def _best(found: Sequence[Found[Any]], weights: Mapping[str, float], phrase: str) -> list[Fit[Any]]:
    return sorted(fit for part in found for fit in part.fits(weights, phrase))
