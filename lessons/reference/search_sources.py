"""The glossary, the symptoms and the goals for the search: each entry is a source of its own."""

from collections.abc import Iterator, Sequence
from functools import cache

from django.urls import reverse

from lessons.markdown import plain
from lessons.models import Lesson
from lessons.passages import Source, Text, text_from
from lessons.plugin import Passage
from lessons.reference.entries import TRACK, Goal, glossary, goals, symptoms


@cache
def reference_sources() -> tuple[Source, ...]:
    """A source for each term and each symptom, and one for each page."""
    return tuple(_sources())


def goal_sources(lessons: Sequence[Lesson]) -> list[Source]:
    """A source for each goal whose lesson is among `lessons`."""
    addresses = {each.slug: each.get_absolute_url() for each in lessons if each.track.slug == TRACK}
    return [
        Source(goal.title, "What you can build", addresses[goal.lesson] + goal.place, text)
        for goal, text in _goals()
        if goal.lesson in addresses
    ]


@cache
def _goals() -> list[tuple[Goal, Text]]:
    return [(goal, text_from([_sought(goal.title, goal.sought, plain(goal.text))])) for goal in goals()]


def _sought(title: str, words: Sequence[str], text: str) -> Passage:
    """A passage that is found by `words`, too. It shows `text`."""
    return Passage("", text, ", ".join([title, *words]))


def _sources() -> Iterator[Source]:
    for symptom in symptoms():
        title = plain(symptom.title)
        passages = [_sought(title, symptom.sought, f"{title}. {plain(symptom.text)} {symptom.seen}")]
        passages += [Passage("", f"{plain(each.sign)} {plain(each.mend)}") for each in symptom.causes]
        yield Source(title, "Symptoms", f"{reverse('symptoms')}#{symptom.slug}", text_from(passages))
    for term in glossary():
        also = f" ({', '.join(term.also)})" if term.also else ""
        passage = Passage("", plain(term.text), f"{term.name}{also}")
        yield Source(term.name, "Glossary", f"{reverse('glossary')}#{term.slug}", text_from([passage]))
