"""The plain text of lessons, divided into passages, for the search."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import prefetch_related_objects

from lessons.markdown import plain
from lessons.models import Lesson
from lessons.models.lesson import SECTIONS
from lessons.plugin import Passage, plugins
from lessons.rendering import DAY, adapter

_WORD = re.compile(r"[^\W\d_][\w'’]+")


@dataclass(frozen=True, slots=True)
class Text:
    """All passages of a lesson, and the set of their words in lower case."""

    passages: Sequence[Passage]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """Something that the search finds: a lesson, or an entry of a page. `meta` says what it belongs to.

    The address of a passage is `address` followed by its place.
    """

    title: str
    meta: str
    address: str
    text: Text


_TEXT = adapter(Text)


def texts_of(lessons: Sequence[Lesson]) -> list[tuple[Lesson, Text]]:
    """[(lesson, text)] in the order of `lessons`. A text is cached for the version of its lesson."""
    keys = {lesson: f"lessons.texts:{lesson.pk}:{lesson.changed_at.timestamp()}" for lesson in lessons}
    stored = cache.get_many(keys.values())
    known: dict[str, Text] = {key: _TEXT.validate_python(data) for key, data in stored.items()}
    new = [lesson for lesson, key in keys.items() if key not in known]
    if new:
        prefetch_related_objects(new, *SECTIONS)
        made = {keys[lesson]: text_of(lesson) for lesson in new}
        cache.set_many({key: _TEXT.dump_python(text, mode="json") for key, text in made.items()}, DAY)
        known |= made
    return [(lesson, known[key]) for lesson, key in keys.items()]


def text_of(lesson: Lesson) -> Text:
    """The text of a lesson, with what the plugins add to it."""
    added = [passage for plugin in plugins() for passage in plugin.passages(lesson)]
    return text_from([each for each in (*passages_of(lesson), *added) if each.title or each.text])


def text_from(passages: Sequence[Passage]) -> Text:
    """The text of these passages."""
    words = (word.lower() for each in passages for word in _WORD.findall(f"{each.title} {each.text}"))
    return Text(passages, frozenset(words))


def passages_of(lesson: Lesson) -> Iterator[Passage]:
    """The passages of the lesson itself."""
    yield Passage("", plain(lesson.summary), title=f"{lesson.title} {lesson.track.title}")
    for node in lesson.flow_steps.all():
        yield _titled(f"#flow-{node.number}", node.title, node.text)
    yield Passage("#flow", plain(lesson.flow_note))
    yield Passage("#sample", plain(lesson.sample_note))
    for step in lesson.steps.all():
        yield Passage(f"#step-{step.number}", _joined((step.action, step.evaluation, step.result)))
    yield Passage("#execution", plain(lesson.ends_when))
    for moment in lesson.key_moments.all():
        yield _titled(f"#key-{moment.number}", moment.question, moment.answer)
    yield Passage("#snapshot", plain(lesson.snapshot))
    for part in lesson.transcript_parts.all():
        yield Passage(f"transcript/#part-{part.number}", plain(part.text))


def _titled(place: str, title: str, text: str) -> Passage:
    shown = plain(title)
    mark = "" if shown.endswith((".", "?", "!")) else ":"
    return Passage(place, f"{shown}{mark} {plain(text)}", shown)


def _joined(cells: Iterable[str]) -> str:
    return " · ".join(plain(cell) for cell in cells if cell)
