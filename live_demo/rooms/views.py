"""The pages of a room: make one, find one by its code, look at it, join."""

from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lessons.identity import ensure_learner, find_learner, hand_out_cookie, remember
from lessons.models import Lesson
from lessons.refused import RefusedError
from lessons.views import find_lesson, place_in_track
from live_demo.lab_settings import lab_settings
from live_demo.rooms.codes import read_code
from live_demo.rooms.entering import (
    enter,
    find_room,
    make_room,
)
from live_demo.rooms.models import Room
from live_demo.rooms.open_rooms import open_rooms
from live_demo.rooms.roster import roster_of
from live_demo.rooms.roster_html import POLL_TRIGGER, roster_html
from live_demo.runs.models import Recording
from live_demo.view.panes import panes


@require_POST
def make(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """A new room around the lesson's lab; whoever makes it is Learner A."""
    found = find_lesson(request, track, lesson)
    if not lab_settings(found.lab).room:
        return redirect("way", track, lesson, "live")
    learner = ensure_learner(request)
    try:
        response: HttpResponse = redirect(make_room(request, learner, found))
    except RefusedError as error:
        response = _refused(request, error)
    return remember(response, learner)


@require_safe
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """The form for a join code. A code that is found leads to its room."""
    typed = request.GET.get("code", "")
    if not typed:
        return render(request, "live_demo/rooms/find.html")
    try:
        return redirect(find_room(request, read_code(typed)))
    except RefusedError as error:
        return _refused(request, error, typed=typed[:20])


@require_safe
@never_cache
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The room: members see the lab and the X-ray, others the button to join."""
    try:
        room = find_room(request, read_code(code))
    except RefusedError as error:
        return _refused(request, error, typed=code[:20])
    if code != room.code:
        return redirect(room)
    everybody = list(room.members.all())
    learner = find_learner(request)
    member = next((each for each in everybody if learner and each.learner_id == learner.pk), None)
    if member is None or member.left_at:
        return hand_out_cookie(request, _door(request, room))
    context = {
        "room": room,
        "member": member,
        "roster": roster_html(roster_of(room, everybody), member.number, room.code, trigger=POLL_TRIGGER),
        "link": request.build_absolute_uri(room.get_absolute_url()),
        "start_url": reverse("start_room_run", args=[room.code]),
        "back": (f"{room.lesson.get_absolute_url()}live/#rooms-title", room.lesson.title),
        "next": place_in_track(request, room.lesson)["next"],
        **_lab(room.lesson),
    }
    return render(request, "live_demo/rooms/room.html", context)


@require_POST
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Give the learner a place in the room."""
    try:
        room = find_room(request, code)
    except RefusedError as error:
        return _refused(request, error, typed=code)
    learner = ensure_learner(request)
    try:
        enter(learner, room)
        open_rooms.notify(room.code)
        response: HttpResponse = redirect(room)
    except RefusedError as error:
        response = _door(request, room, error)
    return remember(response, learner)


def _lab(lesson: Lesson) -> dict[str, Any]:
    """The context of the lab before a run. `recording` can be played instead."""
    prefetch_related_objects([lesson], "steps", "variables")
    recording = Recording.objects.filter(lesson=lesson).first()
    shown = panes(lesson, [])
    limits = {**settings.LIVE_DEMO, "MAX_MESSAGES_PER_SECOND": settings.LIVE_DEMO["ROOM_MESSAGES_PER_SECOND"]}
    return {"lesson": lesson, "recording": recording, "panes": shown, "limits": limits}


def _door(request: HttpRequest, room: Room, error: RefusedError | None = None) -> HttpResponse:
    context = {"room": room, "present": room.members.present().count(), "message": error}
    response = render(request, "live_demo/rooms/join.html", context)
    return error.on(response) if error else response


def _refused(request: HttpRequest, error: RefusedError, typed: str = "") -> HttpResponse:
    context = {"message": error, "typed": typed}
    return error.on(render(request, "live_demo/rooms/find.html", context))
