r"""GIFT's escapes: \~ \= \# \{ \} \: \\ stand for the character, \n for a new line."""

import re

_ESCAPED = "\\~=#{}:n"
_HIDDEN = {each: chr(0xFDD0 + place) for place, each in enumerate(_ESCAPED)}
_SHOWN = {hidden: "\n" if each == "n" else each for each, hidden in _HIDDEN.items()}


def hide(text: str) -> str:
    """`text` with a noncharacter of Unicode in place of each escape, so that the parser ignores it."""
    return re.sub(r"\\([\\~=#{}:n])", lambda match: _HIDDEN[match[1]], text)


def show(text: str) -> str:
    """`text` with the characters that the escapes stand for. Reverses `hide`."""
    return "".join(_SHOWN.get(each, each) for each in text)


def escape(text: str) -> str:
    """`text` escaped and on one line, so that it can stand anywhere in a question."""
    return re.sub(r"[\\~=#{}:]", r"\\\g<0>", text).replace("\n", r"\n")
