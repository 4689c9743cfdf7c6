"""Search: the lessons that contain every word, best first; if there is none, those with some words."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import log

from lessons.models import Lesson
from lessons.models.lesson import LessonQuerySet
from lessons.passages import Passage, Text, texts_of

MAX_WORDS = 8
MAX_FOUND = 50
EXCERPT_BEFORE, EXCERPT_LENGTH = 70, 190
"""Characters of an excerpt: at most before the word with the highest weight, and about in all."""
TITLE_FACTOR, PHRASE_FACTOR = 2.0, 1.5
"""Factors on the weight of a word in the title, and of a passage with all words in a row."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A lesson in the results, and its best passage.

    `address` is the path of the passage. `excerpt` is its text as (piece, whether it is a searched word).
    """

    lesson: Lesson
    address: str
    excerpt: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Results:
    """The result of a search, best first.

    `with_all` are the lessons with every word. If it is empty, `with_some` are those with at least one word,
    and `suggestion` is the question with unknown words replaced by similar known ones, or "".
    """

    with_all: list[Hit]
    with_some: list[Hit]
    suggestion: str = ""


def find(lessons: LessonQuerySet, question: str) -> Results:
    """Search `lessons` for the words of `question` (the first `MAX_WORDS`), ignoring case."""
    words = list(dict.fromkeys(question.lower().split()))[:MAX_WORDS]
    if not words:
        return Results([], [])
    shown = lessons.select_related("track").order_by("track__number", "number")
    texts = texts_of(list(shown))
    weights = _weights(words, texts)
    counts = Counter({lesson: _count_present(words, text.passages) for lesson, text in texts})
    ranked = sorted(
        ((lesson, *_best(words, weights, question, text)) for lesson, text in texts if counts[lesson]),
        key=lambda each: (counts[each[0]], each[2]),
        reverse=True,
    )
    found = [(lesson, _hit(lesson, best, weights)) for lesson, best, _ in ranked[:MAX_FOUND]]
    every = [each for lesson, each in found if counts[lesson] == len(words)]
    if every:
        return Results(every, [])
    return Results([], [each for _, each in found], _suggestion(words, weights, texts))


def _weights(words: Iterable[str], texts: Iterable[tuple[Lesson, Text]]) -> dict[str, float]:
    """{word: weight}, the inverse document frequency log(1 + passages / passages with the word), or 0."""
    passages = [_lower(each) for _, text in texts for each in text.passages]
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


def _hit(lesson: Lesson, best: Passage, weights: dict[str, float]) -> Hit:
    address = lesson.get_absolute_url() + best.place
    return Hit(lesson, address, _excerpt(best.text, weights))


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


def _suggestion(words: Sequence[str], weights: dict[str, float], texts: Iterable[tuple[Lesson, Text]]) -> str:
    known = sorted(frozenset().union(*(text.words for _, text in texts)))
    near = {word: get_close_matches(word, known, n=1, cutoff=0.7) for word in words if not weights[word]}
    if not any(near.values()):
        return ""
    return " ".join(near[word][0] if near.get(word) else word for word in words if near.get(word) != [])
