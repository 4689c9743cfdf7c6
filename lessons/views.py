"""The pages of tracks and lessons."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lessons.identity import find_learner, hand_out_cookie
from lessons.models import Lesson, Track
from lessons.progress import progress_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Tracks and their lessons, with the learner's progress."""
    lessons = Lesson.objects.visible_to(request.user)
    tracks = Track.objects.prefetch_related(Prefetch("lessons", lessons, to_attr="shown_lessons"))
    shown = [track for track in tracks if track.shown_lessons]
    progress = progress_of(find_learner(request))
    return render(request, "lessons/home.html", {"tracks": shown, "progress": progress})


@require_safe
def lesson(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """The whole lesson on one page."""
    lessons = Lesson.objects.visible_to(request.user)
    found = get_object_or_404(lessons.select_related("track"), track__slug=track, slug=lesson)
    siblings = list(lessons.filter(track=found.track).values_list("pk", flat=True))
    context = {
        "lesson": found,
        "place": siblings.index(found.pk) + 1,
        "places": len(siblings),
        "learner": find_learner(request),
    }
    return hand_out_cookie(request, render(request, "lessons/lesson.html", context))
