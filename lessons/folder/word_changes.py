"""Finds the words of a text that another version of it does not have. Pure."""

import re
from difflib import SequenceMatcher

type Words = tuple[str, bool]
"""A piece of a text, and whether only this version has it."""

LEAST_ALIKE = 0.3
"""Two texts that have less in common, from 0 to 1, are two texts: nothing in them is marked."""
MAX_COMPARED = 4_000
"""Characters of a text; a longer one is not compared."""


def words_of(text: str, *, other: str) -> list[Words]:
    """`text` in pieces, those marked that `other` does not have. Joined, they are `text`."""
    if not other or max(len(text), len(other)) > MAX_COMPARED:
        return [(text, False)]
    own, others = re.findall(r"\s+|\w+|[^\w\s]", text), re.findall(r"\s+|\w+|[^\w\s]", other)
    matcher = SequenceMatcher(None, own, others, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return [(text, False)]
    return [
        ("".join(own[start:end]), what != "equal")
        for what, start, end, _, _ in matcher.get_opcodes()
        if start < end
    ]
