"""What somebody may have meant who typed a word that occurs nowhere."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_WORD = re.compile(r"[^\W\d_][\w'’]+")


def suggestion(words: Sequence[str], missing: Iterable[str], tokens: Iterable[str]) -> str:
    """The `words`, those `missing` replaced by similar words of the `tokens`; or "" where none is similar.

    A missing word without a similar one is left out.
    """
    known = sorted({word for token in tokens for word in _WORD.findall(token)})
    near = {word: get_close_matches(word, known, n=1, cutoff=0.8) for word in missing}
    if not any(near.values()):
        return ""
    return " ".join(near[word][0] if near.get(word) else word for word in words if near.get(word) != [])
