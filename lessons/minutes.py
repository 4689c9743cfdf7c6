"""How long a lesson takes: to read, counted from its words; to do, as its author says (`Lesson.minutes`)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from math import ceil

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import prefetch_related_objects

from lessons.markdown import plain
from lessons.models import Lesson
from lessons.models.lesson import SECTIONS
from lessons.rendering import cached_per_version

WORDS_A_MINUTE = 200
_CODE_BLOCK = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def reading_minutes(lesson: Lesson, read: Callable[[], Mapping[int, Lesson]] | None = None) -> int:
    """Minutes to read the text of the way 'read' at `WORDS_A_MINUTE`, rounded up.

    With `read`, only the key and the version of `lesson` have to be loaded: where its text is needed, `read`
    returns {id: lesson with sections} of those that are asked for together.
    """

    def count() -> int:
        if read:
            return ceil(_words(read()[lesson.pk]) / WORDS_A_MINUTE)
        prefetch_related_objects([lesson], *SECTIONS)
        return ceil(_words(lesson) / WORDS_A_MINUTE)

    return cached_per_version(lesson, "reading_minutes", count)


def time_in_all(lessons: Iterable[Lesson]) -> str:
    """About how long it takes to read and to do all of them, in words."""
    every = list(lessons)
    read = _reading(every)
    return about(sum(reading_minutes(lesson, read) + lesson.minutes for lesson in every))


def _reading(lessons: Iterable[Lesson]) -> Callable[[], Mapping[int, Lesson]]:
    """Reads the lessons with their sections the first time that it is called."""
    return cache(lambda: Lesson.every.with_sections().in_bulk([lesson.pk for lesson in lessons]))


def about(minutes: int) -> str:
    """`minutes` as a person would say them: to five minutes, from an hour on to half an hour."""
    if minutes < 58:
        return f"about {max(5, 5 * round(minutes / 5))} minutes"
    hours, half = divmod(round(minutes / 30), 2)
    if hours == 1:
        return f"about an hour{' and a half' if half else ''}"
    return f"about {apnumber(hours)}{' and a half' if half else ''} hours"


def _words(lesson: Lesson) -> int:
    return sum(len(plain(_CODE_BLOCK.sub("", text)).split()) for text in _texts(lesson))


def _texts(lesson: Lesson) -> Iterator[str]:
    """The Markdown that 'read' shows."""
    yield from (lesson.summary, lesson.flow_note, lesson.sample_note, lesson.ends_when, lesson.snapshot)
    for node in lesson.flow_steps.all():
        yield from (node.title, node.text)
    for step in lesson.steps.all():
        yield from (step.action, step.evaluation, step.result)
    for variable in lesson.variables.all():
        yield from (f"{value.text} {value.note}" for value in variable.values.all())
    for moment in lesson.key_moments.all():
        yield from (moment.question, moment.answer)
