"""The page on which an instructor records and verifies a lesson, and reads what the run contradicts."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lessons.admin.access import lesson_to_change
from lessons.admin.places import place_of
from lessons.folder.validation import spoken
from lessons.models import Lesson
from lessons.recorded import is_unproven
from live_demo.record.desk.desk_runs import BusyError, cannot_run, start
from live_demo.record.desk.models import LIMIT, DeskRun
from live_demo.runs.models import Recording

BUSY = "A lesson is being run right now. Runs take turns. Try again in a minute."


@require_http_methods(["GET", "POST"])
def desk_runs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the latest run: its progress or its result. POST starts one."""
    lesson = lesson_to_change(request, pk)
    if request.method == "POST":
        return _start(request, lesson)
    DeskRun.objects.end_lost()
    run = DeskRun.objects.filter(lesson=lesson).first()
    recording = Recording.objects.filter(lesson=lesson).first()
    found = [(words, place_of(tuple(key))) for key, words in run.findings] if run else []
    is_poll = request.headers.get("HX-Request") == "true"
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "lesson": lesson,
        "run": run,
        "steps": len(lesson.steps.all()),
        "is_running": run is not None and run.ended_at is None,
        "is_poll": is_poll,
        "findings": [each for each in found if not is_unproven(each[0])],
        "to_prove": [each for each in found if is_unproven(each[0])],
        "unproven": list(_unproven(run)) if run else [],
        "lacks": cannot_run(lesson),
        "may_fill": not cannot_run(lesson, DeskRun.Purpose.FILL),
        "recording": recording,
        "is_outdated": recording is not None and recording.is_of_another_script(lesson),
        "limit": LIMIT.seconds,
        "title": f"Record and verify: {lesson}",
    }
    template = f"live_demo/desk_runs{'.html#latest-run' if is_poll else '.html'}"
    response = render(request, template, context)
    if is_poll and run and run.ended_at and run.purpose == DeskRun.Purpose.FILL:
        response["HX-Refresh"] = "true"  # the buttons above are others now
    return response


def _unproven(run: DeskRun) -> Iterator[tuple[str, str]]:
    """The options that no run can prove: in words, and the id of the field."""
    for each in run.not_executable:
        if isinstance(each, list):  # earlier runs have kept a name alone
            key, text = each
            yield f"{spoken(tuple(key[:-1])).capitalize()}: {text}", place_of(tuple(key))


def _start(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    purpose = request.POST.get("do", "")
    if lacks := cannot_run(lesson, purpose):
        messages.error(request, lacks)
    elif purpose in DeskRun.Purpose.values:
        try:
            start(lesson, DeskRun.Purpose(purpose), request.user)  # type: ignore[arg-type]
        except BusyError:
            messages.error(request, BUSY)
    return redirect("desk_runs", lesson.pk)
