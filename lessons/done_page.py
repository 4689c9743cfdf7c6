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
    ahead = next(((lesson, reached) for lesson, reached in rows if not reached.is_done), None)
    context = {
        "track": found,
        "rows": rows,
        "from_lesson": next((row for row in rows if row[0].slug == request.GET.get("lesson")), None),
        "finished": len(finished),
        "is_whole": bool(lessons) and len(finished) == len(lessons),
        "next": _way_on(*ahead) if ahead else None,
    }
    return render(request, "lessons/done.html", context)


def _way_on(lesson: Lesson, reached: Progress) -> tuple[str, str]:
    """The title and the address of what comes next: of a lesson that was begun, a way that is left."""
    if not reached.completed:
        return lesson.title, lesson.get_absolute_url()
    way = reached.left[0]
    return f"{way.title}, in {lesson.title}", lesson.way_address(way.name)
