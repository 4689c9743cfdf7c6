"""The picture of a group: the facts of one process or of several, put together. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from live_demo.xray.registry import Facts, GroupSend, Membership


@dataclass(slots=True)
class Picture:
    """`memberships` by member, in the order in which they joined.

    `group_sends`: the latest first, each with its fates, by member. A fate is 'handed', 'dropped',
    'expired' or 'reached'; a member that is missing was not handed it.
    """

    memberships: dict[str, Membership] = field(default_factory=dict)
    group_sends: list[tuple[GroupSend, dict[str, str]]] = field(default_factory=list)

    @property
    def members(self) -> list[str]:
        """The labels of all who are in the group now as the layer has it."""
        return [label for label, membership in self.memberships.items() if membership.how in ("", "gone")]

    def is_here(self, label: str) -> bool:
        """Whether the member is in the group, with a consumer that still runs."""
        return label in self.memberships and not self.memberships[label].how


def picture(parts: Iterable[Facts], most: int = 12) -> Picture:
    """The latest `most` group_sends, and every membership that is known, from what each process has seen."""
    parts = list(parts)
    memberships = _merged(parts)
    group_sends = [item for part in parts for item in part.group_sends.items()]
    latest = sorted(group_sends, key=lambda item: item[1].at, reverse=True)[:most]
    return Picture(
        memberships, [(sending, _fates(name, sending, memberships, parts)) for name, sending in latest]
    )


def _merged(parts: Iterable[Facts]) -> dict[str, Membership]:
    memberships = [item for part in parts for item in part.memberships.items()]
    return dict(sorted(memberships, key=lambda item: item[1].joined))


def _fates(
    name: str, sending: GroupSend, memberships: dict[str, Membership], parts: Iterable[Facts]
) -> dict[str, str]:
    """The fate of a sending by member. A layer that does not report hands it to everybody in the group."""
    fates: dict[str, str] = {}
    if not sending.complete:
        fates = {
            label: "handed" for label, membership in memberships.items() if _was_in(membership, sending.at)
        }
    for part in parts:
        fates |= part.fates.get(name, {})
    return fates


def _was_in(membership: Membership, at: float) -> bool:
    return membership.joined <= at and (membership.ended is None or membership.ended > at)
