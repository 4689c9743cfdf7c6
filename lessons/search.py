"""Search: what contains every word, best first; if nothing does, what has some of the words.

Lessons are searched with what their plugins add, and the entries of the glossary, the symptoms and the goals.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import log

from lessons.models import Lesson
from lessons.models.lesson import LessonQuerySet
from lessons.passages import Source, Text, texts_of
from lessons.plugin import Passage
from lessons.reference.search_sources import goal_sources, reference_sources

MAX_WORDS = 8
MAX_FOUND = 50
EXCERPT_BEFORE, EXCERPT_LENGTH = 70, 190
"""Characters of an excerpt: at most before the word with the highest weight, and about in all."""
TITLE_FACTOR, PHRASE_FACTOR = 2.0, 1.5
"""Factors on the weight of a word in the title, and of a passage with all words in a row."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A source in the results, and its best passage.

    `address` is the path of the passage. `excerpt` is its text as (piece, whether it is a searched word).
    """

    title: str
    meta: str
    address: str
    excerpt: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Results:
    """The result of a search, best first.

    `with_all` are the sources with every word. If it is empty, `with_some` are those with at least one word,
    `missing` are the words that occur nowhere, and `suggestion` is the question with these replaced by
    similar words that do occur, or "".
    """

    with_all: list[Hit]
    with_some: list[Hit]
    missing: Sequence[str] = ()
    suggestion: str = ""


def find(lessons: LessonQuerySet, question: str) -> Results:
    """Search `lessons` for the words of `question` (the first `MAX_WORDS`), ignoring case."""
    words = list(dict.fromkeys(question.lower().split()))[:MAX_WORDS]
    if not words:
        return Results([], [])
    sources = _sources(list(lessons.select_related("track").order_by("track__number", "number")))
    weights = _weights(words, sources)
    counts = [(source, _count_present(words, source.text.passages)) for source in sources]
    ranked = sorted(
        ((count, *_best(words, weights, question, source.text), source) for source, count in counts if count),
        key=lambda each: (each[0], each[2]),
        reverse=True,
    )
    found = [(count, _hit(source, best, weights)) for count, best, _, source in ranked[:MAX_FOUND]]
    every = [each for count, each in found if count == len(words)]
    if every:
        return Results(every, [])
    missing = [word for word in words if not weights[word]]
    return Results([], [each for _, each in found], missing, _suggestion(words, weights, sources))


def _sources(lessons: Sequence[Lesson]) -> list[Source]:
    """Of two that fit equally well, the one that stands first here is found first."""
    if not lessons:
        return []
    return [*goal_sources(lessons), *reference_sources(), *(_source(*each) for each in texts_of(lessons))]


def _source(lesson: Lesson, text: Text) -> Source:
    return Source(lesson.title, lesson.track.title, lesson.get_absolute_url(), text)


def _weights(words: Iterable[str], sources: Iterable[Source]) -> dict[str, float]:
    """{word: weight}, the inverse document frequency log(1 + passages / passages with the word), or 0."""
    passages = [_lower(each) for source in sources for each in source.text.passages]
    counts = {word: sum(word in passage for passage in passages) for word in words}
    return {word: log(1 + len(passages) / count) if count else 0.0 for word, count in counts.items()}


def _count_present(words: Iterable[str], passages: Sequence[Passage]) -> int:
    """The number of `words` that occur in any of `passages`."""
    everything = "\n".join(map(_lower, passages))
    return sum(word in everything for word in words)


def _best(
    words: Sequence[str], weights: dict[str, float], question: str, text: Text
) -> tuple[Passage, float]:
    """The passage with the highest sum of weights, and that sum."""
    phrase = " ".join(question.lower().split())

    def score(passage: Passage) -> float:
        lower, title = _lower(passage), passage.title.lower()
        total = sum(weights[word] * (TITLE_FACTOR if word in title else 1) for word in words if word in lower)
        return total * (PHRASE_FACTOR if phrase in lower else 1)

    best = max(text.passages, key=score)
    return best, score(best)


def _lower(passage: Passage) -> str:
    return f"{passage.title} {passage.text}".lower()


def _hit(source: Source, best: Passage, weights: dict[str, float]) -> Hit:
    excerpt = _excerpt(best.text, weights)
    if best.title and best.place and not best.place.startswith("#"):  # a page beside the lesson's own
        return Hit(best.title, source.title, source.address + best.place, excerpt)
    return Hit(source.title, source.meta, source.address + best.place, excerpt)


def _excerpt(text: str, weights: dict[str, float]) -> list[tuple[str, bool]]:
    """About `EXCERPT_LENGTH` characters around the word with the highest weight, as in `Hit.excerpt`."""
    lower = text.lower()
    word = max((word for word in weights if word in lower), key=weights.__getitem__, default="")
    start = max(0, lower.find(word) - EXCERPT_BEFORE)
    start = text.find(" ", start) + 1 if start else 0
    end = len(text) if len(text) <= start + EXCERPT_LENGTH else text.rfind(" ", start, start + EXCERPT_LENGTH)
    shown = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    asked = "|".join(re.escape(word) for word in sorted(weights, key=len, reverse=True))
    return [(piece, number % 2 == 1) for number, piece in enumerate(re.split(f"(?i:({asked}))", shown))]


def _suggestion(words: Sequence[str], weights: dict[str, float], sources: Iterable[Source]) -> str:
    known = sorted(frozenset().union(*(source.text.words for source in sources)))
    near = {word: get_close_matches(word, known, n=1, cutoff=0.8) for word in words if not weights[word]}
    if not any(near.values()):
        return ""
    return " ".join(near[word][0] if near.get(word) else word for word in words if near.get(word) != [])
