"""The entries of glossary.toml, symptoms.toml and goals.toml, read once."""

import re
import tomllib
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated

from django.utils.text import slugify
from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).parent
TRACK = "django-channels"
"""The track whose lessons the entries name."""
Place = Annotated[str, Field(pattern=r"^[a-z-]+#[a-z]+(-\d+)?$")]
"""A lesson of the track and a place in it: 'routing#key-5'."""


class Entry(BaseModel):
    """Refuses keys that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Term(Entry):
    """A term: `lesson` is the first that has it, `also` are other words for it, `text` is Markdown."""

    name: str
    also: list[str] = []
    lesson: Place
    text: str

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def in_short(self) -> str:
        """The first sentence of the text."""
        return re.split(r"(?<=\.) ", self.text, maxsplit=1)[0]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the term as a whole word: as written, in the plural, or with a capital at a beginning."""
        words = [
            word for name in (self.name, *self.also) for word in (f"{re.escape(name)}s?", _capital(name))
        ]
        return re.compile(rf"(?<![\w.])(?:{'|'.join(words)})(?!\w)")


class Cause(Entry):
    """What a symptom may come from: how one knows it, and the mend. Both are Markdown.

    `what_if` is 'lab/name', `take_home` the slug of a lesson whose project has the mend.
    """

    sign: str
    mend: str
    lesson: Place
    what_if: str = ""
    take_home: str = ""


class Symptom(Entry):
    """What people see: `seen` is what a log shows, `text` is Markdown, `sought` are further words for it."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: str
    sought: list[str] = []
    seen: str
    text: str
    causes: list[Cause]


class Goal(Entry):
    """What people want to build: `sought` are words that they type, `place` is where the lesson has it."""

    title: str
    sought: list[str]
    lesson: Annotated[str, Field(pattern=r"^[a-z-]+$")]
    place: str
    text: str


@cache
def glossary() -> tuple[Term, ...]:
    """Every term, in the order of the alphabet."""
    terms = [Term.model_validate(row) for row in _rows("glossary.toml", "term")]
    return tuple(sorted(terms, key=lambda term: term.name.lower()))


@cache
def symptoms() -> tuple[Symptom, ...]:
    """Every symptom, in the order of the page."""
    return tuple(Symptom.model_validate(row) for row in _rows("symptoms.toml", "symptom"))


@cache
def goals() -> tuple[Goal, ...]:
    """Every goal."""
    return tuple(Goal.model_validate(row) for row in _rows("goals.toml", "goal"))


def _rows(name: str, key: str) -> list[object]:
    rows: list[object] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))[key]
    return rows


def _capital(name: str) -> str:
    return re.escape(name[0].upper() + name[1:])
