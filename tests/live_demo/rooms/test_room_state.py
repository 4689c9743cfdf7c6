"""The state of a room without a socket, a database or a channel layer: what each transition changes."""

import asyncio
from datetime import UTC, datetime

import pytest

from live_demo.rooms.room_state import RoomState
from live_demo.rooms.roster import Entry, Roster
from live_demo.rooms.seats import Seat, room_prefix
from live_demo.trace.close_codes import ROOM_CLOSED, ROOM_LEFT
from live_demo.xray import Facts
from live_demo.xray.registry import Membership

GROUP = f"{room_prefix('CODE')}lobby"


@pytest.fixture
def state():
    return RoomState("CODE", own_facts=lambda: {GROUP: Facts({"Learner A": Membership(1.0)})})


@pytest.fixture
def changed(state):
    event = asyncio.Event()
    state.watchers.add(event)
    return event


@pytest.fixture
def run(state):
    run = Dismissable()
    state.run_opened(run, Seat("CODE", "Learner A", number=0))
    return run


class Dismissable:
    """A run that remembers with which codes it was dismissed."""

    def __init__(self):
        self.dismissals = []

    def dismiss(self, code, reason):
        self.dismissals.append(code)


def roster(state="connected", closed=""):
    return Roster((Entry(0, "Learner A", state),), datetime(2026, 1, 1, tzinfo=UTC), closed)


def facts_of_b():
    return {GROUP: Facts({"Learner B": Membership(2.0)})}


@pytest.mark.parametrize(
    ("read", "dismissals"),
    [(roster(), []), (roster("left"), [ROOM_LEFT]), (roster(closed="Closed."), [ROOM_CLOSED]), (None, [])],
)
def test_a_run_without_a_place_on_the_roster_is_dismissed(state, run, read, dismissals):
    state.roster_read(read, [run])
    assert run.dismissals == dismissals


def test_a_run_that_has_opened_since_the_reading_is_not_dismissed(state, run):
    state.roster_read(roster("left"), [])
    assert run.dismissals == []


def test_watchers_hear_of_facts_only_when_they_differ(state, changed):
    state.facts_received("other", facts_of_b())
    assert changed.is_set()
    changed.clear()
    state.facts_received("other", facts_of_b())
    assert not changed.is_set()


def test_the_picture_joins_what_all_processes_have_seen(state):
    state.facts_received("other", facts_of_b())
    html, _ = state.drawing()
    assert "Learner A" in html
    assert "Learner B" in html
    assert ">lobby<" in html


def test_a_dead_process_is_lost_once_and_comes_back_with_its_next_message(state, changed):
    state.facts_received("other", facts_of_b())
    changed.clear()
    state.processes_read({"other"}, now=100.0)
    assert not changed.is_set()
    state.processes_read(set(), now=100.0)
    assert "lost with its server process" in state.drawing()[0]
    changed.clear()
    state.processes_read(set(), now=101.0)
    assert not changed.is_set()
    state.facts_received("other", facts_of_b())
    assert "lost with its server process" not in state.drawing()[0]


def test_a_picture_is_made_once_until_something_changes(state):
    first = state.drawing()
    assert state.drawing() is first
    state.picture_changed()
    assert state.drawing() is not first
