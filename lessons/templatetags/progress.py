"""The parts of a page that tell a learner's progress. Others see what the tag holds."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.learner_parts import learner_part
from lessons.models import Lesson, Track
from lessons.progress import own_progress
from lessons.ways import WAYS

register = template.Library()


@register.simple_block_tag(takes_context=True)
def resume(context: RequestContext, content: str, tracks: Track | Iterable[Track]) -> SafeString:
    """The way where the learner stopped, of the lessons that the pages of these tracks show."""
    shown = [tracks] if isinstance(tracks, Track) else tracks
    lessons = {lesson.pk: lesson for track in shown for lesson in _lessons(track)}

    def make(request: HttpRequest) -> str | None:
        for lesson_id, done in own_progress(request).items():
            if lesson_id in lessons and done.latest_way:
                way, lesson = WAYS[done.latest_way], lessons[lesson_id]
                values = {"lesson": lesson.title, "way": way.title, "address": lesson.way_address(way.name)}
                return _rendered("lessons/_resume.html", **values)
        return None

    return learner_part(context.get("request"), make, content)


@register.simple_tag(takes_context=True)
def track_progress(context: RequestContext, track: Track) -> SafeString:
    """The lessons of the track that were begun, and the share of all ways of its lessons that were used."""
    lessons = {lesson.pk for lesson in _lessons(track)}

    def make(request: HttpRequest) -> str | None:
        begun = [each for lesson_id, each in own_progress(request).items() if lesson_id in lessons]
        used = sum(len(each.ways) for each in begun)
        values = {
            "title": track.title,
            "slug": track.slug,
            "percent": round(100 * used / max(1, len(lessons) * len(WAYS))),
            "begun": len(begun),
            "finished": sum(each.is_done for each in begun),
            "lessons": len(lessons),
        }
        return _rendered("lessons/_track_progress.html", **values) if begun else None

    return learner_part(context.get("request"), make)


@register.simple_tag(takes_context=True)
def done_tag(context: RequestContext, lesson: Lesson) -> SafeString:
    """Says that the lesson is done."""

    def make(request: HttpRequest) -> str | None:
        done = own_progress(request).get(lesson.pk)
        return '<span class="tag">✓ Done</span>' if done and done.is_done else None

    return learner_part(context.get("request"), make)


@register.simple_block_tag(takes_context=True)
def lesson_progress(context: RequestContext, content: str, lesson: Lesson) -> SafeString:
    """What the learner has done in the lesson."""

    def make(request: HttpRequest) -> str | None:
        done = own_progress(request).get(lesson.pk)
        return _rendered("lessons/_done.html", percent=done.percent, words=done.words) if done else None

    return learner_part(context.get("request"), make, content)


@lru_cache(maxsize=1000)
def _rendered(name: str, **values: str | int) -> str:
    """The template with these values. They are few, and many learners share them."""
    return render_to_string(name, values)


def _lessons(track: Track) -> list[Lesson]:
    lessons: list[Lesson] = track.shown_lessons  # type: ignore[attr-defined]
    return lessons
