"""Template tags for lessons: their text, kept parts, progress."""

from django import template
from django.utils.safestring import SafeString

from lessons import rendering
from lessons.markdown import block, inline
from lessons.models import Lesson, Track
from lessons.pointers import Pointer, parse_pointer
from lessons.progress import Progress
from lessons.ways import WAYS

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return block(text)


@register.filter
def inline_markdown(text: str) -> SafeString:
    return inline(text)


@register.filter
def pointer(text: str) -> Pointer | None:
    """The place that a stored pointer names: with `.anchor` and `.label`."""
    return parse_pointer(text)


@register.simple_tag
def rendered(lesson: Lesson, part: str) -> SafeString:
    """A part of the lesson's page that is the same for everybody, from the cache."""
    return rendering.rendered(lesson, part)


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """`mapping[key]`, or nothing."""
    return mapping.get(key, "")


@register.inclusion_tag("lessons/_track_progress.html")
def track_progress(track: Track, progress: dict[int, Progress]) -> dict[str, object]:
    """The bar of a track: lessons begun, and the ways used of all ways of all its lessons."""
    lessons = track.shown_lessons  # type: ignore[attr-defined]
    begun = [progress[lesson.pk] for lesson in lessons if lesson.pk in progress]
    used = sum(len(each.ways) for each in begun)
    most = max(1, len(lessons) * len(WAYS))
    return {
        "track": track,
        "percent": round(100 * used / most),
        "begun": len(begun),
        "finished": sum(each.is_done for each in begun),
        "lessons": len(lessons),
    }
