"""The glossary, the symptoms and the goals for the search: each entry is a source of its own."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from django.urls import reverse

from lessons.markdown import plain
from lessons.plugin import Passage
from lessons.reference.entries import TRACK, glossary, goals, symptoms
from lessons.search.segment import Segment


class EntrySource(NamedTuple):
    """An entry of a page. A goal leads to `lesson`, and is found by those who see that lesson."""

    title: str
    meta: str
    address: str
    lesson: str = ""


@cache
def reference_segment() -> Segment[EntrySource]:
    """Every goal, symptom and term."""
    return Segment(dict(_sources()))


def reference_sources(slugs: Collection[str]) -> list[EntrySource]:
    """The entries for those who see the lessons with these slugs in the track of the entries."""
    return [each for each in reference_segment().sources if not each.lesson or each.lesson in slugs]


def _sources() -> Iterator[tuple[EntrySource, list[Passage]]]:
    for goal in goals():
        address = reverse("lesson", args=[TRACK, goal.lesson]) + goal.place
        source = EntrySource(goal.title, "What you can build", address, goal.lesson)
        yield source, [_sought(goal.title, goal.sought, plain(goal.text))]
    for symptom in symptoms():
        title = plain(symptom.title)
        passages = [_sought(title, symptom.sought, f"{title}. {plain(symptom.text)} {symptom.seen}")]
        passages += [Passage("", f"{plain(each.sign)} {plain(each.mend)}") for each in symptom.causes]
        yield EntrySource(title, "Symptoms", f"{reverse('symptoms')}#{symptom.slug}"), passages
    for term in glossary():
        also = f" ({', '.join(term.also)})" if term.also else ""
        passage = Passage("", plain(term.text), f"{term.name}{also}")
        yield EntrySource(term.name, "Glossary", f"{reverse('glossary')}#{term.slug}"), [passage]


def _sought(title: str, words: Sequence[str], text: str) -> Passage:
    """A passage that is found by `words`, too. It shows `text`."""
    return Passage("", text, ", ".join([title, *words]))
