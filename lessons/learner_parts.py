"""The parts of a page that are a learner's own, and what everybody else sees in their place.

A template tag makes such a part with `learner_part`. On a cached page (`lessons.page_cache`) it marks the
place; at each request, `make` returns what stands there for the learner.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from secrets import token_hex

from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

type Make = Callable[[HttpRequest], str | None]

_SECRET = token_hex(16)  # no text of an author contains it
_PART = re.compile(rf"{_SECRET}-(\d+)-begins(.*?){_SECRET}-ends", re.DOTALL)
_MARKED = "marked_learner_parts"


@dataclass(frozen=True, slots=True)
class LearnerPart:
    """A part of a page: HTML for those who have nothing of their own there, and how it is made for others."""

    for_others: str
    make: Make
    is_for_each: bool = False
    """Whether every visitor has something of their own there, also those who have done nothing."""

    def html(self, request: HttpRequest) -> str:
        own = self.make(request)
        return self.for_others if own is None else own


def learner_part(
    request: HttpRequest | None, make: Make, for_others: str = "", *, is_for_each: bool = False
) -> SafeString:
    """A part of the page of `request`: what `make` returns.

    `for_others` stands there where that is None, or there is no request.
    """
    part = LearnerPart(conditional_escape(for_others), make, is_for_each)
    if request is None:
        return SafeString(part.for_others)
    marked: list[LearnerPart] | None = request.__dict__.get(_MARKED)
    if marked is None:
        return SafeString(part.html(request))
    marked.append(part)
    return SafeString(f"{_SECRET}-{len(marked) - 1}-begins{part.for_others}{_SECRET}-ends")


@contextmanager
def marking(request: HttpRequest) -> Iterator[list[LearnerPart]]:
    """Mark the learner's own parts of a page instead of rendering them, while entered. Gives their list."""
    marked: list[LearnerPart] = []
    request.__dict__[_MARKED] = marked
    try:
        yield marked
    finally:
        del request.__dict__[_MARKED]


def cut(text: str, marked: Sequence[LearnerPart]) -> list[str | LearnerPart]:
    """The text of a page cut at its `marked` parts."""
    pieces = _PART.split(text)
    cut_at: list[str | LearnerPart] = [pieces[0]]
    for number, for_others, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        cut_at += [replace(marked[int(number)], for_others=for_others), after]
    return cut_at


def made(pieces: Sequence[str | LearnerPart], request: HttpRequest) -> str:
    """The page for whoever has sent the request."""
    return "".join(each if isinstance(each, str) else each.html(request) for each in pieces)
