"""The base of the schemas of lesson files, and the lesson that a file is checked against."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

type Key = tuple[str | int, ...]
"""A key in a file, such as ('execution', 'steps', 2, 'result'). Rows count from 0."""

type Finding = tuple[Key, str]
"""A key, and what is wrong with its value, in the author's words."""


class Content(BaseModel):
    """A file of a lesson folder, or a table in one. An unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class LessonContext:
    """The lesson that a file is checked against: pydantic's validation context of every `Content`.

    `places` is the number of places of each kind that a pointer can name (`lessons.pointers`).
    `lessons` holds the numbers of the track's lessons by their slugs, and `number` the lesson's own.
    `labs` and `what_ifs` are the names that exist, in the order of display. Each of these is None where it
    is not known; what refers to it is then not checked.
    """

    places: Mapping[str, int]
    lessons: Mapping[str, int] | None = None
    number: int | None = None
    labs: Collection[str] | None = None
    what_ifs: Collection[str] | None = None
