"""The picture of a group: the facts of one process or of several, put together. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from live_demo.xray.registry import Facts, GroupSend, Membership


@dataclass(slots=True)
class Picture:
    """`stays` by member in the order in which they joined; sendings, the latest first, with each fate.

    A fate is 'handed', 'dropped', 'expired' or 'reached'; a member that is missing was not handed it.
    """

    stays: dict[str, Membership] = field(default_factory=dict)
    sendings: list[tuple[GroupSend, dict[str, str]]] = field(default_factory=list)

    @property
    def members(self) -> list[str]:
        """The labels of all who are in the group now as the layer has it."""
        return [label for label, stay in self.stays.items() if stay.how in ("", "gone")]

    def is_here(self, label: str) -> bool:
        """Whether the member is in the group, with a consumer that still runs."""
        return label in self.stays and not self.stays[label].how


def picture(parts: Iterable[Facts], most: int = 12) -> Picture:
    """The latest `most` sendings, and every stay that is known, from what each process has seen."""
    parts = list(parts)
    stays = _merged(parts)
    sendings = [item for part in parts for item in part.sendings.items()]
    latest = sorted(sendings, key=lambda item: item[1].at, reverse=True)[:most]
    return Picture(stays, [(sending, _fates(name, sending, stays, parts)) for name, sending in latest])


def _merged(parts: Iterable[Facts]) -> dict[str, Membership]:
    stays = [item for part in parts for item in part.stays.items()]
    return dict(sorted(stays, key=lambda item: item[1].joined))


def _fates(
    name: str, sending: GroupSend, stays: dict[str, Membership], parts: Iterable[Facts]
) -> dict[str, str]:
    """The fate of a sending by member. A layer that does not report hands it to everybody in the group."""
    fates: dict[str, str] = {}
    if not sending.complete:
        fates = {label: "handed" for label, stay in stays.items() if _was_in(stay, sending.at)}
    for part in parts:
        fates |= part.fates.get(name, {})
    return fates


def _was_in(stay: Membership, at: float) -> bool:
    return stay.joined <= at and (stay.ended is None or stay.ended > at)
