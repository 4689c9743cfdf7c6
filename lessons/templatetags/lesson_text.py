"""Template tags for lessons: their text, cached fragments, progress."""

from django import template
from django.utils.safestring import SafeString

from lessons import rendering
from lessons.markdown import block, flowing, inline
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
def flowing_markdown(text: str) -> SafeString:
    return flowing(text)


@register.filter
def pointer(text: str) -> Pointer | None:
    """The `Pointer` that a stored text names; it has `.anchor` and `.label`."""
    return parse_pointer(text)


@register.simple_tag
def rendered(lesson: Lesson, part: str) -> SafeString:
    """A fragment of the lesson page that is the same for all visitors, from the cache."""
    return rendering.rendered(lesson, part)


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """`mapping[key]`; an empty string if it is missing."""
    return mapping.get(key, "")


@register.inclusion_tag("lessons/_track_progress.html")
def track_progress(track: Track, progress: dict[int, Progress]) -> dict[str, object]:
    """The progress of a track: the lessons begun, and the share of all ways of its lessons that were used."""
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
