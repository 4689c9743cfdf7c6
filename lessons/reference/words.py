"""The terms of the glossary in a lesson: which are new there, which occur, and links to them in its flow."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from lessons.markdown import block
from lessons.models import Lesson
from lessons.passages import passages_of
from lessons.reference.entries import TRACK, Term, glossary

_TAG = re.compile(r"(<[^<>]+>)")
_NO_LINKS_IN = ("a", "code", "pre")


@dataclass(frozen=True, slots=True)
class Words:
    """The terms of a lesson: `new` are explained in it first, `known` occur in it besides."""

    new: list[Term]
    known: list[Term]


def words_of(lesson: Lesson) -> Words:
    """Both lists in the order of the alphabet. The sections of `lesson` are prefetched, or queried."""
    text = " ".join(f"{each.title} {each.text}" for each in passages_of(lesson))
    is_of_track = lesson.track.slug == TRACK
    new = [term for term in glossary() if is_of_track and term.lesson.startswith(f"{lesson.slug}#")]
    return Words(new, [term for term in glossary() if term not in new and term.pattern.search(text)])


def linked_flow(lesson: Lesson) -> dict[int, SafeString]:
    """{number: HTML of the text} of the flow's steps. Each term is a link where it occurs first."""
    left = list(glossary())
    return {row.number: _linked(block(row.text), left) for row in lesson.flow_steps.all()}


def linked(html: SafeString) -> SafeString:
    """`html`, which is sanitized, with a link at the first occurrence of each term."""
    return _linked(html, list(glossary()))


def _linked(html: str, left: list[Term]) -> SafeString:
    """`html`, sanitized before, with a link at the first occurrence of each term in `left`."""
    inside: list[str] = []
    pieces = []
    for piece in _TAG.split(html):
        if name := re.match(r"</?(\w+)", piece):
            _follow(inside, name[1], is_end=piece.startswith("</"))
            pieces.append(piece)
        else:
            pieces.append(_with_links(piece, left) if _takes_links(piece, inside, left) else piece)
    return mark_safe("".join(pieces))  # noqa: S308  only our own links were added


def _takes_links(text: str, inside: list[str], left: list[Term]) -> bool:
    """Whether links may be set in it: in plain text, and in code that is exactly a term."""
    return not inside or (inside == ["code"] and any(text in (term.name, *term.also) for term in left))


def _follow(inside: list[str], name: str, *, is_end: bool) -> None:
    if name not in _NO_LINKS_IN:
        return
    if is_end:
        inside.pop()
    else:
        inside.append(name)


def _with_links(text: str, left: list[Term]) -> str:
    found = [(match, term) for term in left if (match := term.pattern.search(text))]
    # From the end to the beginning, so that the places stay right. Of two that overlap the longer one counts.
    taken = len(text)
    for match, term in sorted(found, key=lambda each: (each[0].end(), len(each[0][0])), reverse=True):
        if match.end() > taken:
            continue
        link = f'<a class="term" href="{reverse("glossary")}#{term.slug}">{match[0]}</a>'
        text, taken = text[: match.start()] + link + text[match.end() :], match.start()
        left.remove(term)
    return text
