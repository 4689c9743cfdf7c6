"""What the search lists: a lesson as its row says now, or an entry of a reference page."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from django.db.models import TextField
from django.db.models.functions import Cast
from django.urls import reverse

from lessons.models.lesson import LessonQuerySet


class Source(Protocol):
    """Something that the search finds. `meta` says what it belongs to.

    The address of a passage is `address` followed by its place.
    """

    @property
    def title(self) -> str: ...
    @property
    def meta(self) -> str: ...
    @property
    def address(self) -> str: ...


class Listed(NamedTuple):
    """A lesson: what its row and its track's say. `version` is the time of its change, as text."""

    pk: int
    version: str
    title: str
    slug: str
    meta: str
    track: str

    @property
    def address(self) -> str:
        return reverse("lesson", args=[self.track, self.slug])


def listed(lessons: LessonQuerySet) -> Iterator[Listed]:
    """The lessons, track by track, by one statement."""
    rows = lessons.order_by("track__number", "number").values_list(
        "pk", Cast("changed_at", TextField()), "title", "slug", "track__title", "track__slug"
    )
    return map(Listed._make, rows)
