"""What the observers of a channel layer get: plain data, one object for each event in a group."""

from dataclasses import dataclass
from typing import Literal

What = Literal["joined", "left", "evicted", "gone", "sent", "handed", "dropped", "expired", "reached"]
"""`evicted`: the layer has removed a member, because a message waited for it too long.
`gone`: the consumer has ended and is still in the group, as nothing has discarded it.
`handed`: the message waits in the member's channel. `reached`: its consumer has taken it from there."""


@dataclass(frozen=True, slots=True)
class GroupEvent:
    """One event in a group.

    `member` and `sender` are labels, never channel names; `sending` is the id of a group_send, the same in
    every process, and `number` counts those of its sender.
    """

    what: What
    at: float
    """Seconds since the epoch, so that several processes can be put in order."""
    group: str
    member: str = ""
    sending: str = ""
    number: int = 0
    type: str = ""
    sender: str = ""
    complete: bool = True
    """For 'sent': whether this layer reports whom it hands a message to, and what it drops."""
