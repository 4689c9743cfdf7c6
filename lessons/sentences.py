"""Split rendered inline HTML into sentences, each of them well-formed HTML.

A sentence ends with its mark and closing quotes or brackets, followed by white space and the beginning of the
next. Code, links and quotations are not split. Emphasis across sentences is closed and opened again.
"""

import re
from collections.abc import Mapping
from html import unescape
from itertools import accumulate, pairwise

_TOKEN = re.compile(r'<(?:[^<>"]|"[^"]*")*>|&#?\w+;|.', re.DOTALL)
_WHOLE = ("code", "a")
_QUOTES = {'"': '"', "“": "”", "«": "»"}
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”»’')\]]*+\s++(?=\S)")
_WORD = re.compile(r"[\w.]*$")
_WORD_LENGTH = 12
"""More characters than any abbreviation has."""
_MAX_DEPTH = 20
"""Tags inside of each other. Each sentence would repeat them all."""
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
    if _depth(tokens) > _MAX_DEPTH:
        return [html.strip()]
    starts = _starts(_masked(tokens, visible))
    places = [index for index, character in enumerate(visible) if character]
    cuts = [0, *(_after_tags(visible, places[start]) for start in starts), len(tokens)]
    return _well_formed([tokens[start:end] for start, end in pairwise(cuts)])


def _depth(tokens: list[str]) -> int:
    """The largest number of tags that are open at once."""
    steps = (-1 if token[1] == "/" else 1 for token in tokens if token[0] == "<" and len(token) > 1)
    return max(accumulate(steps), default=0)


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
    return _without_quotations("".join(masked))


def _without_quotations(text: str) -> str:
    """`text` with X for what is quoted, but not for the quotation marks and a final . ! ? or …"""
    pieces, place = [], 0
    closing = dict(_QUOTES)
    while start := _next_quote(text, place, closing):
        end = text.find(closing[text[start - 1]], start)
        if end < 0:  # nor is there one further on
            del closing[text[start - 1]]
            continue
        inside = end - start - (text[end - 1] in ".!?…" and end > start)
        pieces += [text[place:start], "X" * inside, text[start + inside : end + 1]]
        place = end + 1
    return "".join([*pieces, text[place:]])


def _next_quote(text: str, place: int, closing: Mapping[str, str]) -> int:
    """The place after the next quotation mark of `closing`, from `place` on; 0 where there is none."""
    return next((index + 1 for index in range(place, len(text)) if text[index] in closing), 0)


def _starts(text: str) -> list[int]:
    return [end.end() for end in _END.finditer(text) if _is_end(text, end)]


def _is_end(text: str, end: re.Match[str]) -> bool:
    """Whether a sentence ends with the mark `end`."""
    mark, following = end[0], text[end.end()]
    if mark.strip() != ".":
        return not following.islower()  # "Is it open?" asks the browser.
    before = _WORD.search(text[max(0, end.start() - _WORD_LENGTH) : end.start()])
    last = before[0] if before else ""
    if last.lower() in _MAY_END:
        return not following.islower()
    is_initial = len(last) == 1 and last.isupper() and last != "I"
    return last.lower() not in _ABBREVIATIONS and not is_initial


def _after_tags(visible: list[str], index: int) -> int:
    """The index of the token `index`, or of the first of the tags right before it."""
    while index and not visible[index - 1]:
        index -= 1
    return index


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
