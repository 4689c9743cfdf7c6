"""The registry: what was observed in each group, within bounds. It does no I/O.

A registry is an observer of the layers of one process. `Facts` are plain data (`as_json`, `from_json`), so
that processes can show each other theirs; `picture` puts them together.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from live_demo.xray.events import GroupEvent

MAX_GROUPS = 500
MAX_SENDS = 30
MAX_MEMBERSHIPS = 40
"""Most memberships of one group that are kept. The oldest are dropped first."""


@dataclass(slots=True)
class Membership:
    """A member's time in a group, in seconds since the epoch.

    `how` says how it ended: left, evicted, gone or lost; '' while it lasts.
    """

    joined: float
    ended: float | None = None
    how: str = ""


@dataclass(slots=True)
class GroupSend:
    """A group_send at a time in seconds since the epoch; `number` counts those of its sender from 1.

    `complete`: the layer reports whom it hands the message to, and what it drops.
    """

    at: float
    number: int
    type: str
    sender: str
    complete: bool


@dataclass(slots=True)
class Facts:
    """What one process has seen of one group; `fates` are {sending: {member: fate}}."""

    memberships: dict[str, Membership] = field(default_factory=dict)
    group_sends: dict[str, GroupSend] = field(default_factory=dict)
    fates: dict[str, dict[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Facts":
        memberships = {label: Membership(**membership) for label, membership in data["memberships"].items()}
        group_sends = {name: GroupSend(**sending) for name, sending in data["group_sends"].items()}
        return cls(memberships, group_sends, data["fates"])

    def lose(self, at: float) -> None:
        """The process that observed this has died: its members are lost since `at`, in epoch seconds."""
        for membership in self.memberships.values():
            if membership.ended is None:
                membership.ended, membership.how = at, "lost"

    def add(self, event: GroupEvent) -> None:
        match event.what:
            case "joined":
                self.memberships.pop(event.member, None)
                _add(self.memberships, event.member, Membership(event.at), MAX_MEMBERSHIPS)
            case "left" | "evicted" | "gone":
                membership = self.memberships.get(event.member)
                if membership and not (membership.how == "gone" and event.what == "left"):
                    membership.ended, membership.how = event.at, event.what
            case "sent":
                sending = GroupSend(event.at, event.number, event.type, event.sender, event.complete)
                _add(self.group_sends, event.sending, sending, MAX_SENDS)
            case fate:
                fates = self.fates.get(event.sending)
                if fates is None:
                    fates = {}
                    _add(self.fates, event.sending, fates, 2 * MAX_SENDS)
                fates[event.member] = fate


class Registry:
    """The facts of every group of this process. `on_change` is called with the group after each change."""

    def __init__(self, on_change: Callable[[str], None] = lambda group: None) -> None:
        self._facts: dict[str, Facts] = {}
        self._on_change = on_change

    def __call__(self, event: GroupEvent) -> None:
        facts = self._facts.pop(event.group, None) or Facts()
        _add(self._facts, event.group, facts, MAX_GROUPS)  # anew: the last one used is the last to go
        facts.add(event)
        self._on_change(event.group)

    def under(self, prefix: str) -> Iterator[tuple[str, Facts]]:
        """Each group whose name begins with `prefix`."""
        return ((group, facts) for group, facts in self._facts.items() if group.startswith(prefix))


def _add[Value](held: dict[str, Value], key: str, value: Value, most: int) -> None:
    if len(held) >= most and key not in held:
        del held[next(iter(held))]
    held[key] = value
