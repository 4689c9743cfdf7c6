"""The pages of a room: make one, find one by its code, join, run, leave, close."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lessons.identity import ensure_learner, find_learner, hand_out_cookie, remember
from lessons.models import Lesson
from lessons.views import find_lesson, place_in_track
from live_demo.lab import lab_settings
from live_demo.rooms.boards import boards
from live_demo.rooms.codes import read_code
from live_demo.rooms.entering import (
    RoomRefusedError,
    close_room,
    enter,
    find_room,
    leave,
    make_room,
    start_room_run,
)
from live_demo.rooms.models import Member, Room
from live_demo.rooms.roll import roll_of
from live_demo.rooms.roster import NOW_AND_THEN, roster
from live_demo.runs.models import Recording
from live_demo.runs.start import RunRefusedError
from live_demo.runs.ticket import issue_ticket
from live_demo.view.panes import panes


@require_POST
def make(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """A new room around the lesson's lab; whoever makes it is Learner A."""
    found = find_lesson(request, track, lesson)
    if not lab_settings(found.lab).room:
        return redirect("way", track, lesson, "live")
    learner = ensure_learner(request)
    try:
        response: HttpResponse = redirect(make_room(learner, found))
    except RoomRefusedError as error:
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
    except RoomRefusedError as error:
        return _refused(request, error, typed=typed[:20])


@require_safe
@never_cache
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The room: members see the lab and the X-ray, others the button to join."""
    try:
        room = find_room(request, read_code(code))
    except RoomRefusedError as error:
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
        "roster": roster(roll_of(room, everybody), member.number, room.code, asks=NOW_AND_THEN),
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
    except RoomRefusedError as error:
        return _refused(request, error, typed=code)
    learner = ensure_learner(request)
    try:
        enter(learner, room)
        boards.notify(room.code)
        response: HttpResponse = redirect(room)
    except RoomRefusedError as error:
        response = _door(request, room, error)
    return remember(response, learner)


@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """A new run of a member, and the addresses of its two sockets."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("room", code)  # the page says there why it needs JavaScript
    member = _members(request, code).first()
    if member is None:
        reason = "You are not in this room, or not any more. Load this page again to join it."
        return render(request, "live_demo/_not_started.html", {"reason": reason}, status=404)
    if not member.room.is_open:
        reason = f"{member.room.closed_words} What you see is kept."
        return render(request, "live_demo/_not_started.html", {"reason": reason}, status=410)
    try:
        run = start_room_run(member)
    except RunRefusedError as error:
        return render(request, "live_demo/_not_started.html", {"reason": error}, status=error.status)
    ticket = issue_ticket(run.id, member.learner_id)
    return render(request, "live_demo/_watch.html", {"run": run, "ticket": ticket})


@require_POST
def leave_room(request: HttpRequest, code: str) -> HttpResponse:
    """Leave the room and go back to its lesson."""
    member = _own_member(request, code)
    leave(member)
    boards.notify(code)
    return _to_the_lesson(member)


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close the room, which its maker may do. Every lab socket in it is closed at once."""
    member = get_object_or_404(_members(request, code), number=0)
    close_room(member)
    boards.notify(code)
    messages.success(request, f"Room {code} is closed.")
    return _to_the_lesson(member)


@require_safe
@never_cache
def members(request: HttpRequest, code: str) -> HttpResponse:
    """The list of members, for a page of the room without an open run."""
    member = _members(request, code).first()
    if member is None:
        return render(request, "live_demo/rooms/_roster_left.html", {"code": code})
    roll = roll_of(member.room, list(member.room.members.all()))
    return HttpResponse(roster(roll, member.number, code, asks=NOW_AND_THEN))


def _lab(lesson: Lesson) -> dict[str, Any]:
    """The context of the lab before a run: the lesson's recorded run, if there is one."""
    prefetch_related_objects([lesson], "steps", "variables")
    recording = Recording.objects.filter(lesson=lesson).first()
    shown = panes(lesson, recording.points if recording else [])
    limits = {**settings.LIVE_DEMO, "MAX_MESSAGES_PER_SECOND": settings.LIVE_DEMO["ROOM_MESSAGES_PER_SECOND"]}
    return {"lesson": lesson, "recording": recording, "panes": shown, "limits": limits}


def _own_member(request: HttpRequest, code: str) -> Member:
    """The place that this learner has in the room. Raises `Http404`, also where the room exists."""
    return get_object_or_404(_members(request, code))


def _members(request: HttpRequest, code: str) -> QuerySet[Member]:
    """The place that this learner has in the room, or none."""
    found = Member.objects.present().select_related("room__lesson__track", "room__closed_by", "learner")
    learner = find_learner(request)
    return found.filter(room__code=code, learner=learner) if learner else found.none()


def _to_the_lesson(member: Member) -> HttpResponse:
    return redirect(f"{member.room.lesson.get_absolute_url()}live/#rooms-title")


def _door(request: HttpRequest, room: Room, error: RoomRefusedError | None = None) -> HttpResponse:
    context = {"room": room, "present": room.members.present().count(), "message": error}
    return render(request, "live_demo/rooms/join.html", context, status=error.status if error else 200)


def _refused(request: HttpRequest, error: RoomRefusedError, typed: str = "") -> HttpResponse:
    context = {"message": error, "typed": typed}
    return render(request, "live_demo/rooms/find.html", context, status=error.status)
