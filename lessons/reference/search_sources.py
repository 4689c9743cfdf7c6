"""The glossary and the symptoms for the search: each entry is a source of its own."""

from collections.abc import Iterator
from functools import cache

from django.urls import reverse

from lessons.markdown import plain
from lessons.passages import Source, text_from
from lessons.plugin import Passage
from lessons.reference.entries import glossary, symptoms


@cache
def reference_sources() -> tuple[Source, ...]:
    """A source for each term and each symptom, and one for each page."""
    return tuple(_sources())


def _sources() -> Iterator[Source]:
    for symptom in symptoms():
        title = plain(symptom.title)
        passages = [Passage("", f"{title}. {plain(symptom.text)} {symptom.seen}", title)]
        passages += [Passage("", f"{plain(each.sign)} {plain(each.mend)}") for each in symptom.causes]
        yield Source(title, "Symptoms", f"{reverse('symptoms')}#{symptom.slug}", text_from(passages))
    for term in glossary():
        also = f" ({', '.join(term.also)})" if term.also else ""
        passage = Passage("", plain(term.text), f"{term.name}{also}")
        yield Source(term.name, "Glossary", f"{reverse('glossary')}#{term.slug}", text_from([passage]))
