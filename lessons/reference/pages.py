"""The entries of the glossary and of the symptoms, with links to the lessons that a visitor sees."""

from collections.abc import Mapping
from dataclasses import dataclass

from lessons.labs import known_what_ifs
from lessons.models import Lesson
from lessons.models.track import Visitor
from lessons.reference.entries import TRACK, Cause, Symptom, Term, glossary, symptoms


@dataclass(frozen=True, slots=True)
class Link:
    """Address of a page on which something is explained or can be run."""

    address: str
    title: str


@dataclass(frozen=True, slots=True)
class ShownTerm:
    term: Term
    lesson: Link | None


@dataclass(frozen=True, slots=True)
class ShownCause:
    """A cause with its links. None where the visitor may not see the lesson."""

    cause: Cause
    lesson: Link | None
    what_if: Link | None
    take_home: Lesson | None


@dataclass(frozen=True, slots=True)
class ShownSymptom:
    symptom: Symptom
    causes: list[ShownCause]


def shown_glossary(user: Visitor) -> list[ShownTerm]:
    """Every term with its lesson. One query."""
    lessons = _lessons(user)
    return [ShownTerm(term, _place(term.lesson, lessons)) for term in glossary()]


def shown_symptoms(user: Visitor) -> list[ShownSymptom]:
    """Every symptom with the lessons and what-ifs of its causes. One query."""
    lessons = _lessons(user)
    return [ShownSymptom(each, [_cause(cause, lessons) for cause in each.causes]) for each in symptoms()]


def _lessons(user: Visitor) -> Mapping[str, Lesson]:
    visible = Lesson.objects.visible_to(user).filter(track__slug=TRACK)
    return {lesson.slug: lesson for lesson in visible.select_related("track").order_by("number")}


def _cause(cause: Cause, lessons: Mapping[str, Lesson]) -> ShownCause:
    return ShownCause(
        cause,
        _place(cause.lesson, lessons),
        _what_if(cause.what_if, lessons) if cause.what_if else None,
        lessons.get(cause.take_home),
    )


def _place(place: str, lessons: Mapping[str, Lesson]) -> Link | None:
    slug, _, anchor = place.partition("#")
    lesson = lessons.get(slug)
    return Link(f"{lesson.get_absolute_url()}#{anchor}", lesson.title) if lesson else None


def _what_if(name: str, lessons: Mapping[str, Lesson]) -> Link | None:
    """The what-if in the first lesson with its lab."""
    lab, _, variant = name.partition("/")
    lesson = next((each for each in lessons.values() if each.lab == lab), None)
    title = known_what_ifs().get(name)
    if lesson is None or title is None:
        return None
    return Link(f"{lesson.get_absolute_url()}live/?what_if={variant}", title)
