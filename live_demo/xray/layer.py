"""A channel layer around another one, which reports what its groups do. Channels has no API for it.

Only the layer itself is awaited. Observers are called at the moment of the event, and must neither block nor
raise. Without an observer, or outside of `prefix`, a call is only handed on.
"""

import itertools
import math
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable
from typing import Any, NamedTuple

from channels.exceptions import ChannelFull
from channels.layers import InMemoryChannelLayer
from django.utils.module_loading import import_string

from live_demo.xray.events import GroupEvent, What
from live_demo.xray.members import Members

MARK = "__xray__"
"""The key under which a message carries the id of its sending. `receive` removes it again."""

Observer = Callable[[GroupEvent], None]


class Waiting(NamedTuple):
    """A message of a group_send in the channel of a member."""

    sending: str
    group: str
    since: float


class XrayLayer:
    """A wrapper that observes the groups of `backend` whose names begin with `prefix`.

    `backend` is a channel layer, or the import path of its class, which is then called with `config`.
    """

    def __init__(self, backend: Any, config: dict[str, Any] | None = None, prefix: str = "") -> None:
        self.layer = import_string(backend)(**config or {}) if isinstance(backend, str) else backend
        self.prefix = prefix
        self.observers: list[Observer] = []
        self.members = Members()
        self._origin = uuid.uuid4().hex[:8]
        self._ids = itertools.count(1)
        self._numbers: dict[str, Counter[str]] = {}
        self._waiting: dict[str, deque[Waiting]] = {}
        self._in_memory = isinstance(self.layer, InMemoryChannelLayer)
        if self._in_memory:
            # Its group_send calls its own send() for each member: only there a full channel can be noticed.
            self._hand_over = self.layer.send
            self.layer.send = self._send_observed

    def __getattr__(self, name: str) -> Any:
        return getattr(self.layer, name)

    def name(self, channel: str, label: str) -> None:
        """Call `channel` by this label; others are 'consumer 1', 'consumer 2' and so on."""
        self.members.name(channel, label)

    def gone(self, channel: str) -> None:
        """Note that the consumer of `channel` has ended. Groups that it never left may still send to it."""
        for group in self.members.groups_of(channel):
            self._notify("gone", group, channel)
            if not self._in_memory:  # such a layer delivers nothing to a channel that nobody reads
                self._left(group, channel)
        if self.members.end(channel):
            self._waiting.pop(channel, None)

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        await self.layer.send(channel, message)

    async def receive(self, channel: str) -> dict[str, Any]:
        message: dict[str, Any] = await self.layer.receive(channel)
        if MARK in message:
            sending, group = message.pop(MARK)
            self._note_expired(channel, until=sending)
            self._notify("reached", group, channel, sending=sending)
        return message

    async def group_add(self, group: str, channel: str) -> None:
        await self.layer.group_add(group, channel)
        if group.startswith(self.prefix) and self.members.add(group, channel):
            self._notify("joined", group, channel)

    async def group_discard(self, group: str, channel: str) -> None:
        await self.layer.group_discard(group, channel)
        if self.members.has(group, channel):
            self._notify("left", group, channel)
            self._left(group, channel)

    async def group_send(self, group: str, message: dict[str, Any], *, sender: str = "") -> None:
        """Send as the layer does. `sender` is the label of whoever sends, where it is known."""
        if not self.observers or not group.startswith(self.prefix) or not isinstance(message, dict):
            await self.layer.group_send(group, message)
            return
        sending = f"{self._origin}.{next(self._ids)}"
        self._publish(self._sent(group, sending, str(message.get("type", "")), sender))
        await self.layer.group_send(group, {**message, MARK: [sending, group]})
        if self._in_memory:
            self._note_evictions(group)

    def _sent(self, group: str, sending: str, kind: str, sender: str) -> GroupEvent:
        numbers = self._numbers.setdefault(group, Counter())
        numbers[sender] += 1
        return GroupEvent(
            "sent",
            time.time(),
            group,
            sending=sending,
            number=numbers[sender],
            type=kind,
            sender=sender,
            complete=self._in_memory,
        )

    async def _send_observed(self, channel: str, message: dict[str, Any]) -> None:
        """What the layer in memory calls for each member of a group."""
        if MARK not in message:
            await self._hand_over(channel, message)
            return
        sending, group = message[MARK]
        waiting = Waiting(sending, group, time.time())
        try:
            await self._hand_over(channel, message)
        except ChannelFull:
            self._notify("dropped", group, channel, sending=sending)
            raise
        self._waiting.setdefault(channel, deque()).append(waiting)
        self._notify("handed", group, channel, sending=sending)

    def _note_evictions(self, group: str) -> None:
        """The layer in memory takes a member out of its groups when a message to it has expired."""
        for channel in self.members.of(group) - self.layer.groups.get(group, {}).keys():
            self._note_expired(channel, older_than=time.time() - self.layer.expiry)
            self._notify("evicted", group, channel)
            self._left(group, channel)

    def _note_expired(self, channel: str, *, until: str = "", older_than: float = math.inf) -> None:
        """Note expired messages: a channel is a queue, so those before `until` should have come by now."""
        waiting = self._waiting.get(channel)
        while waiting and waiting[0].since <= older_than:
            sending, group, _ = waiting.popleft()
            if sending == until:
                return
            self._notify("expired", group, channel, sending=sending)

    def _left(self, group: str, channel: str) -> None:
        if self.members.remove(group, channel):
            self._waiting.pop(channel, None)
        if not self.members.of(group):
            self._numbers.pop(group, None)

    def _notify(self, what: What, group: str, channel: str, sending: str = "") -> None:
        label = self.members.label(channel)
        if self.observers and label:
            self._publish(GroupEvent(what, time.time(), group, member=label, sending=sending))

    def _publish(self, event: GroupEvent) -> None:
        for observe in self.observers:
            observe(event)
