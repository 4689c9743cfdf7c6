"""Search over lessons: those that hold every word, the best place first, and what to do where none does."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import log

from lessons.models import Lesson
from lessons.models.lesson import LessonQuerySet
from lessons.passages import Passage, Text, texts_of

MOST_WORDS = 8
MOST_FOUND = 50
BEFORE, LENGTH = 70, 190
"""Characters of an excerpt: at most so many before the word that tells most, and so many in all."""
TITLE, PHRASE = 2.0, 1.5
"""What a title is worth against other text, and the words in a row against the same words scattered."""


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson that was found, and the place in it that tells most: its address, and the text there as
    pieces, each with whether it is a word that was asked for."""

    lesson: Lesson
    address: str
    excerpt: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Answer:
    """`every` holds every word; `some`, only where none does, some of them. `instead` is what was perhaps
    meant: the question with each word that occurs nowhere replaced by the nearest that does, or nothing."""

    every: list[Found]
    some: list[Found]
    instead: str = ""


def find(lessons: LessonQuerySet, question: str) -> Answer:
    """What the lessons say to `question`: words, in any case, that occur anywhere in a lesson."""
    words = list(dict.fromkeys(question.lower().split()))[:MOST_WORDS]
    if not words:
        return Answer([], [])
    shown = lessons.select_related("track").order_by("track__number", "number")
    texts = texts_of(list(shown))
    weights = _weights(words, texts)
    counts = Counter({lesson: _held(words, text.passages) for lesson, text in texts})
    ranked = sorted(
        ((lesson, *_best(words, weights, question, text)) for lesson, text in texts if counts[lesson]),
        key=lambda each: (counts[each[0]], each[2]),
        reverse=True,
    )
    found = [(lesson, _found(lesson, best, weights)) for lesson, best, _ in ranked[:MOST_FOUND]]
    every = [each for lesson, each in found if counts[lesson] == len(words)]
    if every:
        return Answer(every, [])
    return Answer([], [each for _, each in found], _instead(words, weights, texts))


def _weights(words: Iterable[str], texts: Iterable[tuple[Lesson, Text]]) -> dict[str, float]:
    """How much each word tells: the fewer passages hold it, the more (inverse document frequency)."""
    passages = [_lower(each) for _, text in texts for each in text.passages]
    held = {word: sum(word in passage for passage in passages) for word in words}
    return {word: log(1 + len(passages) / count) if count else 0.0 for word, count in held.items()}


def _held(words: Iterable[str], passages: Sequence[Passage]) -> int:
    everything = "\n".join(map(_lower, passages))
    return sum(word in everything for word in words)


def _best(
    words: Sequence[str], weights: dict[str, float], question: str, text: Text
) -> tuple[Passage, float]:
    """The passage that says most to the question, and how much."""
    phrase = " ".join(question.lower().split())

    def worth(passage: Passage) -> float:
        lower, title = _lower(passage), passage.title.lower()
        told = sum(weights[word] * (TITLE if word in title else 1) for word in words if word in lower)
        return told * (PHRASE if phrase in lower else 1)

    best = max(text.passages, key=worth)
    return best, worth(best)


def _lower(passage: Passage) -> str:
    return f"{passage.title} {passage.text}".lower()


def _found(lesson: Lesson, best: Passage, weights: dict[str, float]) -> Found:
    address = lesson.get_absolute_url() + best.place
    return Found(lesson, address, _excerpt(best.text, weights))


def _excerpt(text: str, weights: dict[str, float]) -> list[tuple[str, bool]]:
    """About `LENGTH` characters around the word that tells most, as (piece, whether it was asked for)."""
    lower = text.lower()
    told = max((word for word in weights if word in lower), key=weights.__getitem__, default="")
    start = max(0, lower.find(told) - BEFORE)
    start = text.find(" ", start) + 1 if start else 0
    end = len(text) if len(text) <= start + LENGTH else text.rfind(" ", start, start + LENGTH)
    shown = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    asked = "|".join(re.escape(word) for word in sorted(weights, key=len, reverse=True))
    return [(piece, number % 2 == 1) for number, piece in enumerate(re.split(f"(?i:({asked}))", shown))]


def _instead(words: Sequence[str], weights: dict[str, float], texts: Iterable[tuple[Lesson, Text]]) -> str:
    known = sorted(frozenset().union(*(text.words for _, text in texts)))
    near = {word: get_close_matches(word, known, n=1, cutoff=0.7) for word in words if not weights[word]}
    if not any(near.values()):
        return ""
    return " ".join(near[word][0] if near.get(word) else word for word in words if near.get(word) != [])
