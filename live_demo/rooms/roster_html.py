"""The roster as HTML: on the page of a room, polled by it, and sent over the watch socket during a run."""

from functools import cache

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from live_demo.rooms.roster import Entry, Roster
from live_demo.view.fragments import Fragment

STATES = {"connected": ("●", "connected"), "here": ("○", "not connected"), "left": ("–", "has left")}
POLL_TRIGGER = "every 5s"
POLL_SOON_TRIGGER = "load delay:300ms"
"""For the last picture of a run: the roster may not have the closed socket yet."""


def roster_html(roster: Roster, own: int, code: str, *, trigger: str = "") -> SafeString:
    """The list for the member with the number `own`. `trigger` is the htmx trigger of its polling, or ''."""
    until = roster.closed or f"Open until {roster.closes_at:%H:%M} UTC."
    poll = (
        _poll().render(url=reverse("room_members", args=[code]), when=trigger)
        if trigger and not roster.closed
        else ""
    )
    state = "over" if roster.closed or not roster.has(own) else "open"
    entries = "".join(_entry_of(entry, own) for entry in roster.entries)
    return _list().render(state=state, entries=mark_safe(entries), until=until, poll=poll)  # noqa: S308  fragments


def roster_changes(before: Roster, now: Roster) -> str:
    """Sentences about what differs between two readings of the roster; '' where nothing does."""
    was = {entry.number: entry.state != "left" for entry in before.entries}
    sentences = []
    for entry in now.entries:
        here = entry.state != "left"
        if here != was.get(entry.number, False):
            sentences.append(f"{entry.label} has {'joined' if here else 'left'} the room.")
    return " ".join([*sentences, now.closed] if now.closed != before.closed else sentences)


def _entry_of(entry: Entry, own: int) -> SafeString:
    mark, word = STATES[entry.state]
    label = f"{entry.label} (you)" if entry.number == own else entry.label
    return _entry().render(label=label, state=entry.state, mark=mark, word=word)


@cache
def _list() -> Fragment:
    return Fragment("live_demo/rooms/_roster.html", "state", "entries", "until", "poll")


@cache
def _entry() -> Fragment:
    return Fragment("live_demo/rooms/_roster_entry.html", "label", "state", "mark", "word")


@cache
def _poll() -> Fragment:
    return Fragment("live_demo/rooms/_roster_poll.html", "url", "when")
