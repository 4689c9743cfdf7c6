"""The board of a room without a socket, a database or a channel layer: what each transition changes."""

import asyncio
from datetime import UTC, datetime

import pytest

from live_demo.rooms.board import Board
from live_demo.rooms.roll import Entry, Roll
from live_demo.rooms.seats import Seat, room_prefix
from live_demo.trace.close_codes import ROOM_CLOSED, ROOM_LEFT
from live_demo.xray import Facts
from live_demo.xray.registry import Membership

GROUP = f"{room_prefix('CODE')}lobby"


@pytest.fixture
def board():
    return Board("CODE", own_facts=lambda: {GROUP: Facts({"Learner A": Membership(1.0)})})


@pytest.fixture
def changed(board):
    event = asyncio.Event()
    board.watchers.add(event)
    return event


@pytest.fixture
def run(board):
    run = Dismissable()
    board.run_opened(run, Seat("CODE", "Learner A", number=0))
    return run


class Dismissable:
    """A run that remembers with which codes it was dismissed."""

    def __init__(self):
        self.dismissals = []

    def dismiss(self, code, reason):
        self.dismissals.append(code)


def roll(state="connected", closed=""):
    return Roll((Entry(0, "Learner A", state),), datetime(2026, 1, 1, tzinfo=UTC), closed)


def facts_of_b():
    return {GROUP: Facts({"Learner B": Membership(2.0)})}


@pytest.mark.parametrize(
    ("read", "dismissals"),
    [(roll(), []), (roll("left"), [ROOM_LEFT]), (roll(closed="Closed."), [ROOM_CLOSED]), (None, [])],
)
def test_a_run_without_a_place_on_the_roll_is_dismissed(board, run, read, dismissals):
    board.roll_read(read, [run])
    assert run.dismissals == dismissals


def test_a_run_that_has_opened_since_the_reading_is_not_dismissed(board, run):
    board.roll_read(roll("left"), [])
    assert run.dismissals == []


def test_watchers_hear_of_facts_only_when_they_differ(board, changed):
    board.facts_received("other", facts_of_b())
    assert changed.is_set()
    changed.clear()
    board.facts_received("other", facts_of_b())
    assert not changed.is_set()


def test_the_picture_joins_what_all_processes_have_seen(board):
    board.facts_received("other", facts_of_b())
    html, _ = board.drawing()
    assert "Learner A" in html
    assert "Learner B" in html
    assert ">lobby<" in html


def test_a_dead_process_is_lost_once_and_comes_back_with_its_next_message(board, changed):
    board.facts_received("other", facts_of_b())
    changed.clear()
    board.processes_read({"other"}, now=100.0)
    assert not changed.is_set()
    board.processes_read(set(), now=100.0)
    assert "lost with its server process" in board.drawing()[0]
    changed.clear()
    board.processes_read(set(), now=101.0)
    assert not changed.is_set()
    board.facts_received("other", facts_of_b())
    assert "lost with its server process" not in board.drawing()[0]


def test_a_picture_is_made_once_until_something_changes(board):
    first = board.drawing()
    assert board.drawing() is first
    board.picture_changed()
    assert board.drawing() is not first
