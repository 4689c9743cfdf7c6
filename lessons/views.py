"""The pages of tracks, lessons and their ways."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from lessons.identity import ensure_learner, hand_out_cookie, remember
from lessons.minutes import time_in_all
from lessons.models import Lesson, Track
from lessons.no_wait import BusyError, without_waiting
from lessons.page_cache import cached_page
from lessons.progress import note_use
from lessons.search.find import find
from lessons.snapshot import snapshot_markdown
from lessons.track_map import marked_stages, needs
from lessons.way_context import context_for
from lessons.ways import FIRST, WAYS

MAX_LISTED = 60
"""Lessons that the home page lists. Tracks beyond them are listed without their lessons."""
RESULTS_OF_A_PAGE = 20
MAX_OFFERED = 50
"""Lessons that the search offers where it finds nothing."""
LISTED_FIELDS = ("track", "slug", "number", "status", "title", "summary", "minutes", "changed_at")


@require_safe
@cached_page
def home(request: HttpRequest) -> HttpResponse:
    """The home page: tracks and their lessons. The learner's progress is in own parts of the template."""
    visible = Lesson.objects.visible_to(request.user)
    tracks: Iterable[Any] = Track.objects.prefetch_related(
        Prefetch("lessons", visible.only(*LISTED_FIELDS), to_attr="shown_lessons")
    )
    shown = [track for track in tracks if track.shown_lessons]
    every = [lesson for track in shown for lesson in track.shown_lessons]
    _list_up_to(MAX_LISTED, shown)
    context = {
        "tracks": shown,
        "first": visible.select_related("track").get(pk=every[0].pk) if every else None,
        "count": len(every),
        "time": time_in_all(every),
    }
    return render(request, "lessons/home.html", context)


def _list_up_to(most: int, tracks: Iterable[Any]) -> None:
    """Set `is_listed` of the first tracks, which together have at most so many lessons, or are one track."""
    count = 0
    for track in tracks:
        for lesson in track.shown_lessons:
            lesson.track = track
        track.is_listed = count == 0 or count + len(track.shown_lessons) <= most
        count += len(track.shown_lessons)


@require_safe
@cached_page
def track(request: HttpRequest, track: str) -> HttpResponse:
    """The page of a track: its lessons in order, what they build on, and the picture that they mark.

    The learner's progress is in own parts of the template.
    """
    found = get_object_or_404(Track, slug=track)
    visible = Lesson.objects.visible_to(request.user).filter(track=found)
    shown = list(visible)
    for lesson in shown:
        lesson.track = found
    found.shown_lessons = shown  # type: ignore[attr-defined]
    context = {
        "track": found,
        "first": shown[0] if shown else None,
        "time": time_in_all(shown),
        "needs": needs(shown),
        "picture": marked_stages(shown),
    }
    return render(request, "lessons/track.html", context)


@require_safe
def way(request: HttpRequest, track: str, lesson: str, way: str = FIRST.name) -> HttpResponse:
    """One way to study the lesson: a full page, or a fragment for htmx."""
    return hand_out_cookie(request, _way_page(request, track, lesson, way))


@cached_page
def _way_page(request: HttpRequest, track: str, lesson: str, way: str) -> HttpResponse:
    found = find_lesson(request, track, lesson)
    context = {
        "lesson": found,
        "way": WAYS[way],
        "ways": WAYS.values(),
        **place_in_track(request, found),
        **context_for(WAYS[way], request, found),
    }
    in_place = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    response = render(request, "lessons/_lesson.html" if in_place else "lessons/lesson.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def snapshot(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """The concept snapshot as a Markdown file."""
    found = find_lesson(request, track, lesson)
    text = snapshot_markdown(found, request.build_absolute_uri(found.get_absolute_url()))
    name = f'attachment; filename="{found.slug}-snapshot.md"'
    return HttpResponse(text, "text/markdown; charset=utf-8", headers={"Content-Disposition": name})


@require_POST
def used(request: HttpRequest, track: str, lesson: str, way: str) -> HttpResponse:
    """Note the use of a way. The page calls this when the learner has stayed for a while.

    Where the database is busy, the use is not noted, and nobody waits: the next visit notes it.
    """
    found = find_lesson(request, track, lesson)
    response = HttpResponse(status=204)
    with suppress(BusyError), without_waiting():
        learner = ensure_learner(request)
        note_use(learner, found, WAYS[way])
        remember(response, learner)
    return response


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """A page of search results; without any result, it offers suggestions and all lessons."""
    question = request.GET.get("q", "").strip()[:200]
    visible = Lesson.objects.visible_to(request.user)
    results = find(visible, question)
    pages = Paginator(results.with_all or results.with_some, RESULTS_OF_A_PAGE)
    context = {"question": question, "results": results, "page": pages.get_page(request.GET.get("page"))}
    if question and not results.with_all:
        context["lessons"] = visible.select_related("track").order_by("track__number", "number")[:MAX_OFFERED]
    return render(request, "lessons/search.html", context)


def place_in_track(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """The place of the lesson among those that this visitor sees, with the previous and the next one."""
    visible = Lesson.objects.visible_to(request.user).filter(track=lesson.track_id)
    siblings = list(visible.only("slug", "title"))
    place = siblings.index(lesson) if lesson in siblings else len(siblings)
    return {
        "place": place + 1,
        "places": len(siblings),
        "previous": siblings[place - 1] if place else None,
        "next": siblings[place + 1] if place + 1 < len(siblings) else None,
    }


def find_lesson(request: HttpRequest, track: str, lesson: str) -> Lesson:
    """The lesson with these slugs. Raises `Http404` if this visitor may not see it."""
    lessons = Lesson.every.visible_to(request.user).select_related("track")
    return get_object_or_404(lessons, track__slug=track, slug=lesson)
