"""What one process knows of one room: the pages of the room are drawn from it. No I/O."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from live_demo.rooms.roster import Roster
from live_demo.rooms.seats import Seat, room_prefix
from live_demo.rooms.xray_html import picture_html, picture_sentence
from live_demo.trace.live_run import LiveRun
from live_demo.xray import Facts, Picture, picture

type FactsByGroup = Mapping[str, Facts]


@dataclass(slots=True)
class OtherProcess:
    """What another process has seen of the room's groups."""

    facts: FactsByGroup
    is_lost: bool = False


class RoomState:
    """What this process knows of a room: the runs on its seats, the roster, and what every process has seen.

    `own_facts` returns what this process has seen of the room's groups. The methods named in the past tense
    are the transitions: each takes in what has happened, and sets the events of `watchers` where the picture
    has changed by it.
    """

    def __init__(self, code: str, own_facts: Callable[[], FactsByGroup]) -> None:
        self.code = code
        self.seats: dict[LiveRun, Seat] = {}
        self.roster: Roster | None = None
        self.watchers: set[asyncio.Event] = set()
        self._own_facts = own_facts
        self._others: dict[str, OtherProcess] = {}
        self._drawing: tuple[str, str] | None = None

    def run_opened(self, run: LiveRun, seat: Seat) -> None:
        self.seats[run] = seat

    def run_closed(self, run: LiveRun) -> None:
        del self.seats[run]

    def roster_read(self, roster: Roster | None, runs: Iterable[LiveRun]) -> None:
        """Take over the roster from the database. Runs without a place in it are dismissed."""
        if roster != self.roster:
            self.roster = roster
            self.picture_changed()
        for run in runs:
            if roster and run in self.seats and (dismissal := roster.dismissal(self.seats[run].number)):
                run.dismiss(*dismissal)

    def facts_received(self, process: str, facts: FactsByGroup) -> None:
        """Take over everything that another process has seen. `facts` replaces what it sent before."""
        known = self._others.get(process)
        self._others[process] = OtherProcess(facts)
        if known is None or facts != known.facts:
            self.picture_changed()

    def processes_read(self, alive: Collection[str], now: float) -> None:
        """Take over which processes are alive. Others are dead, and their members are shown as lost.

        `now` is in seconds since the epoch.
        """
        for process, other in self._others.items():
            if not other.is_lost and process not in alive:
                other.is_lost = True
                for facts in other.facts.values():
                    facts.lose(now)
                self.picture_changed()

    def picture_changed(self) -> None:
        self._drawing = None
        for watcher in self.watchers:
            watcher.set()

    def drawing(self) -> tuple[str, str]:
        """The picture as HTML and as a sentence: made once for all who watch."""
        if self._drawing is None:
            pictures = self._pictures()
            self._drawing = picture_html(pictures), picture_sentence(pictures)
        return self._drawing

    def own_facts(self) -> FactsByGroup:
        return self._own_facts()

    def _pictures(self) -> dict[str, Picture]:
        """A picture for each group of the room, by the name that its consumers give it."""
        prefix = room_prefix(self.code)
        groups: dict[str, list[Facts]] = defaultdict(list)
        for known in [self._own_facts(), *(other.facts for other in self._others.values())]:
            for group, facts in known.items():
                groups[group.removeprefix(prefix)].append(facts)
        return {group: picture(parts) for group, parts in sorted(groups.items())}
