"""What a member does in a room: run, see who is there, leave, close the room."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lessons.identity import find_learner
from lessons.refused import RefusedError
from live_demo.rooms.codes import read_code
from live_demo.rooms.entering import close_room, leave, start_room_run
from live_demo.rooms.models import Member
from live_demo.rooms.open_rooms import open_rooms
from live_demo.rooms.roster import roster_of
from live_demo.rooms.roster_html import POLL_TRIGGER, roster_html
from live_demo.runs.ticket import issue_ticket
from live_demo.runs.views import not_started


@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """A new run of a member, and the addresses of its two sockets."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("room", code)  # the page says there why it needs JavaScript
    member = _members(request, code).first()
    if member is None:
        reason = "You are not in this room. Load this page again to join it."
        return not_started(request, RefusedError(reason, 404))
    if not member.room.is_open:
        reason = f"{member.room.closed_words} What you see is kept."
        return not_started(request, RefusedError(reason, 410))
    try:
        run = start_room_run(request, member)
    except RefusedError as error:
        return not_started(request, error)
    ticket = issue_ticket(run.id, member.learner_id)
    return render(request, "live_demo/_watch.html", {"run": run, "ticket": ticket})


@require_safe
@never_cache
def members(request: HttpRequest, code: str) -> HttpResponse:
    """The list of members, for a page of the room without an open run."""
    member = _members(request, code).first()
    if member is None:
        return render(request, "live_demo/rooms/_roster_left.html", {"code": code})
    roster = roster_of(member.room, list(member.room.members.all()))
    return HttpResponse(roster_html(roster, member.number, code, trigger=POLL_TRIGGER))


@require_POST
def leave_room(request: HttpRequest, code: str) -> HttpResponse:
    """Leave the room and go back to its lesson."""
    member = _own_member(request, code)
    leave(member)
    open_rooms.notify(code)
    return _to_the_lesson(member)


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close the room, which its maker may do. Every lab socket in it is closed at once."""
    member = get_object_or_404(_members(request, code), number=0)
    close_room(member)
    open_rooms.notify(code)
    messages.success(request, f"Room {code} is closed.")
    return _to_the_lesson(member)


def _own_member(request: HttpRequest, code: str) -> Member:
    """The place that this learner has in the room. Raises `Http404` for a room of others, too."""
    return get_object_or_404(_members(request, code))


def _members(request: HttpRequest, code: str) -> QuerySet[Member]:
    """The place that this learner has in the room, or none."""
    found = Member.objects.present().select_related("room__lesson__track", "room__closed_by", "learner")
    learner = find_learner(request)
    return found.filter(room__code=read_code(code), learner=learner) if learner else found.none()


def _to_the_lesson(member: Member) -> HttpResponse:
    return redirect(f"{member.room.lesson.get_absolute_url()}live/#rooms-title")
