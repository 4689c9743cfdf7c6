"""Split rendered inline HTML into sentences, each of them well-formed HTML.

A sentence ends with its mark and closing quotes or brackets, followed by white space and the beginning of the
next. Code, links and quotations are not split. Emphasis across sentences is closed and opened again.
"""

import re
from html import unescape
from itertools import pairwise

_TOKEN = re.compile(r'<(?:[^<>"]|"[^"]*")*>|&#?\w+;|.', re.DOTALL)
_WHOLE = ("code", "a")
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»')
_END = re.compile(r"[.!?…]+[\"”»’')\]]*\s+(?=\S)")
_ABBREVIATIONS = {
    *("e.g", "i.e", "etc", "cf", "vs", "approx", "resp", "incl", "ca", "al", "no", "nos", "fig", "sec", "ch"),
    *(
        "p",
        "pp",
        "vol",
        "ed",
        "eds",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "st",
        "jr",
        "sr",
        "inc",
        "ltd",
        "a.m",
        "p.m",
    ),
}
_MAY_END = {"etc", "inc", "ltd", "jr", "sr", "a.m", "p.m", "al"}
"""Abbreviations that may also end a sentence, if a capital letter follows."""


def sentences(html: str) -> list[str]:
    """The sentences of `html`, in order. Joined with spaces they have the text of `html`."""
    tokens = _TOKEN.findall(html)
    visible = [_visible(token) for token in tokens]
    starts = _starts(_masked(tokens, visible))
    cuts = [0, *(_token_at(visible, start) for start in starts), len(tokens)]
    return _well_formed([tokens[start:end] for start, end in pairwise(cuts)])


def _visible(token: str) -> str:
    """The one character that a reader sees; empty for a tag."""
    return "" if token[0] == "<" and len(token) > 1 else (unescape(token) or " ")[:1]


def _masked(tokens: list[str], visible: list[str]) -> str:
    """The visible text, with every character that must not be split replaced by X."""
    masked, whole = [], 0
    for token, character in zip(tokens, visible, strict=True):
        tag = re.match(r"<(/?)(\w+)", token) if not character else None
        if tag and tag[2] in _WHOLE:
            whole += -1 if tag[1] else 1
        masked.append("X" if character and whole else character)
    return _QUOTED.sub(_mask_quotation, "".join(masked))


def _mask_quotation(quotation: re.Match[str]) -> str:
    """Replace the quoted text, but not the quotation marks and a final . ! ? or …"""
    first, inside, last = quotation[0][0], quotation[0][1:-1], quotation[0][-1]
    ending = inside[-1:] if inside[-1:] in tuple(".!?…") else ""
    return first + "X" * (len(inside) - len(ending)) + ending + last


def _starts(text: str) -> list[int]:
    return [end.end() for end in _END.finditer(text) if _is_end(text[: end.start()], end[0], text[end.end()])]


def _is_end(before: str, mark: str, following: str) -> bool:
    """Whether a sentence ends with `mark`, which is between the texts `before` and `following`."""
    if mark.strip() != ".":
        return not following.islower()  # "Is it open?" asks the browser.
    words = re.findall(r"[\w.]+$", before)
    last = words[0] if words else ""
    if last.lower() in _MAY_END:
        return not following.islower()
    is_initial = len(last) == 1 and last.isupper() and last != "I"
    return last.lower() not in _ABBREVIATIONS and not is_initial


def _token_at(visible: list[str], place: int) -> int:
    """The index of the token of the visible character number `place`, or of the first tag before it."""
    seen = 0
    for index, character in enumerate(visible):
        if character and seen == place:
            while index and not visible[index - 1]:
                index -= 1
            return index
        seen += bool(character)
    return len(visible)


def _well_formed(pieces: list[list[str]]) -> list[str]:
    """Each piece as HTML that opens and closes the tags which are open around it."""
    made: list[tuple[str, str, str]] = []
    still_open: list[str] = []
    for piece in pieces:
        opening = "".join(still_open)
        for token in piece:
            if token.startswith("</") and still_open:
                still_open.pop()
            elif token[0] == "<" and len(token) > 1 and not token.startswith(("</", "<br", "<hr")):
                still_open.append(token)
        closing = "".join(f"</{re.findall(r'\w+', tag)[0]}>" for tag in reversed(still_open))
        made.append((opening, "".join(piece).strip(), closing))
    return [before + text + after for before, text, after in made if text]
