"""The list of lessons as JSON, which is written again only when a lesson or a track has changed."""

import json
from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse

from lessons.made_of_rows import MadeOfRows
from lessons.models import Lesson
from lessons.prepared import Rows
from quizzes.api.lesson_schema import LessonOut

_FIELDS = ("track__slug", "slug", "number", "title", "summary", "minutes")


def lessons_json(request: HttpRequest) -> str:
    """All published lessons, track by track: a list of `LessonOut`."""
    return _listed.get()(request.build_absolute_uri("/"))


def _writing(rows: Rows) -> Callable[[str], str]:
    """A function that returns the JSON for a root of addresses, such as 'https://example.org/'."""

    @lru_cache(maxsize=1)  # a site has one address
    def written(root: str) -> str:
        return json.dumps([_shown(row, root) for row in rows])

    return written


def _shown(row: tuple[str, str, int, str, str, int], root: str) -> dict[str, str | int]:
    track, slug, number, title, summary, minutes = row
    url = root.removesuffix("/") + reverse("lesson", args=[track, slug])
    shown = LessonOut(
        track=track, slug=slug, number=number, title=title, summary=summary, minutes=minutes, url=url
    )
    return shown.model_dump()


_listed = MadeOfRows(
    lambda: Lesson.objects.published().order_by("track__number", "number").values_list(*_FIELDS), _writing
)
