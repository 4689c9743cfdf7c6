"""What a learner knows now, lesson by lesson: the page at the end of a lesson and of a track."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lessons.identity import find_learner
from lessons.models import Lesson, Track
from lessons.progress import Progress, progress_of


@require_safe
def done(request: HttpRequest, track: str) -> HttpResponse:
    """The lessons of the track that are done, what is left of the others, and what is next."""
    found = get_object_or_404(Track, slug=track)
    lessons = list(Lesson.objects.visible_to(request.user).filter(track=found))
    progress = progress_of(find_learner(request))
    rows = []
    for lesson in lessons:
        lesson.track = found
        rows.append((lesson, progress.get(lesson.pk, Progress())))
    finished = [lesson for lesson, reached in rows if reached.is_done]
    context = {
        "track": found,
        "rows": rows,
        "finished": len(finished),
        "is_whole": bool(lessons) and len(finished) == len(lessons),
        "next": next((lesson for lesson in lessons if lesson not in finished), None),
    }
    return render(request, "lessons/done.html", context)
