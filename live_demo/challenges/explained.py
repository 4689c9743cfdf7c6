"""The parts of a lesson that explain a challenge: challenge.toml names them, Why? shows them as links."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from django.db.models import QuerySet
from django.urls import reverse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from lessons.models import KeyMoment, Lesson
from lessons.models.track import Visitor
from lessons.reference.entries import symptoms
from live_demo.what_if_definitions import titles


def _known_what_if(name: str) -> str:
    if name and name not in titles():
        raise ValueError(f"there is no what-if '{name}': write its lab and its name, such as 'chat/vanish'")
    return name


def _known_symptom(slug: str) -> str:
    if slug and slug not in {each.slug for each in symptoms()}:
        raise ValueError(f"there is no symptom '{slug}' in symptoms.toml")
    return slug


KeyMomentPlace = Annotated[str, Field(pattern=r"^[a-z-]+#key-\d{1,2}$")]


class ExplainedBy(BaseModel):
    """What explains it, at least one: a key moment, such as 'groups#key-2', a what-if, a symptom."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lesson: KeyMomentPlace | None = None
    what_if: Annotated[str, AfterValidator(_known_what_if)] = ""
    symptom: Annotated[str, AfterValidator(_known_symptom)] = ""

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if not (self.lesson or self.what_if or self.symptom):
            raise ValueError("name a lesson, a what_if or a symptom")
        return self


@dataclass(frozen=True, slots=True)
class Link:
    """A place that explains it: what it is, its title (Markdown) and its address."""

    kind: str
    title: str
    address: str


def key_moment(place: str, lessons: QuerySet[Lesson]) -> KeyMoment | None:
    """The key moment that 'groups#key-2' names; None where these lessons do not have it."""
    slug, _, number = place.partition("#key-")
    moments = KeyMoment.objects.filter(lesson__in=lessons, lesson__slug=slug, number=number)
    return moments.select_related("lesson__track").first()


def explaining_links(by: ExplainedBy, lesson: Lesson, user: Visitor) -> Iterator[Link]:
    """The places, as far as `user` may see them; those of lessons are in the track of `lesson`."""
    lessons = Lesson.objects.visible_to(user).filter(track=lesson.track).select_related("track")
    if by.lesson and (moment := key_moment(by.lesson, lessons)):
        address = f"{moment.lesson.get_absolute_url()}#key-{moment.number}"
        yield Link("Key moment", moment.question, address)
    if by.what_if:
        lab, _, name = by.what_if.partition("/")
        if shows := lessons.filter(lab=lab).first():
            address = f"{shows.get_absolute_url()}live/?what_if={name}#live"
            yield Link("What if", titles()[by.what_if], address)
    for symptom in symptoms():
        if symptom.slug == by.symptom:
            yield Link("Symptom", symptom.title, f"{reverse('symptoms')}#{symptom.slug}")
