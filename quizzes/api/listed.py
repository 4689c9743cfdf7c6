"""The lists of tracks and lessons as JSON, written again only when a track or a lesson has changed."""

import json
from collections.abc import Callable
from functools import lru_cache

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse

from lessons.made_of_rows import MadeOfRows
from lessons.models import Lesson, Track
from lessons.prepared import Rows
from quizzes.api.lesson_schema import LessonOut, TrackOut

_TRACK = ("slug", "title", "summary")
_LESSON = ("track__slug", "slug", "number", "title", "summary", "minutes")


def tracks_json() -> str:
    """All tracks with a published lesson: a list of `TrackOut`."""
    return _tracks.get()


def lessons_json(request: HttpRequest) -> str:
    """All published lessons, track by track: a list of `LessonOut`."""
    return _lessons.get()(request.build_absolute_uri("/"))


def _written(rows: Rows) -> str:
    return json.dumps([TrackOut(**dict(zip(_TRACK, row, strict=True))).model_dump() for row in rows])


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


_published_here = Exists(Lesson.objects.published().filter(track=OuterRef("pk")))
_tracks = MadeOfRows(lambda: Track.objects.filter(_published_here).values_list(*_TRACK), _written)
_lessons = MadeOfRows(
    lambda: Lesson.objects.published().order_by("track__number", "number").values_list(*_LESSON), _writing
)
