"""The index of all lessons, kept in this process by the rows of the lessons as they are now."""

from collections.abc import Mapping, Sequence
from threading import Lock

from lessons.search.listed import Listed
from lessons.search.segment import Segment
from lessons.search.texts import texts_of

MAX_SEGMENTS = 16
"""Segments that are searched one by one, before one is made of all."""


class Index:
    """Segments that together have the text of every lesson that is asked for.

    A lesson that changes has another row, so another `Listed`: its text is read again and becomes a segment
    of its own. What is left of its earlier row is in no answer, and goes when all segments become one.
    """

    def __init__(self) -> None:
        self._segments: Sequence[Segment[Listed]] = ()
        self._known: set[Listed] = set()
        self._lock = Lock()

    def of(self, lessons: Mapping[Listed, int]) -> Sequence[Segment[Listed]]:
        """Segments with the text of all `lessons`, and of others."""
        with self._lock:
            if new := lessons.keys() - self._known:
                self._add(lessons, new)
            return self._segments

    def _add(self, lessons: Mapping[Listed, int], new: set[Listed]) -> None:
        if len(self._segments) == MAX_SEGMENTS:
            self._segments, self._known, new = (), set(), set(lessons)
        self._segments = (*self._segments, Segment(texts_of(new)))
        self._known |= new

    def clear(self) -> None:
        """Forget every text."""
        with self._lock:
            self._segments, self._known = (), set()


segments = Index()
"""The index of this process."""
