"""Keeps the groups of labs apart: those of a room belong to the room, all others to one run, or to the two
runs of one bench.

Two runs of a lab that both use the group 'lobby' do not meet in it.
"""

from collections.abc import Mapping
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable
from channels.consumer import AsyncConsumer

from live_demo.middleware.sender_mark import marked
from live_demo.rooms.seats import alone_prefix
from live_demo.trace.live_run import LiveRun
from live_demo.trace.noted_groups import NotedGroups, layer_of
from live_demo.xray import XrayLayer


class OwnGroups(NotedGroups):
    """The site's channel layer for the consumer of one run: each group name gets a prefix."""

    def __init__(self, layer: Any, run: LiveRun) -> None:
        super().__init__(layer, run.recorder.memberships)
        self._prefix = run.seat.prefix if run.seat else alone_prefix(run.first_run or run.id)
        self._xray = layer if run.seat and isinstance(layer, XrayLayer) else None
        self._label = run.seat.label if run.seat else ""

    def named(self, group: str) -> str:
        return self._prefix + group

    async def new_channel(self, *prefix: str) -> str:
        channel = await super().new_channel(*prefix)
        if self._xray:
            self._xray.name(channel, self._label)
        return channel

    async def group_send(self, group: str, message: Mapping[str, Any]) -> None:
        message = marked(message)
        if self._xray:
            await self._xray.group_send(self.named(group), dict(message), sender=self._label)
        else:
            await self._layer.group_send(self.named(group), message)

    def ended(self) -> None:
        """Note that the consumer has ended. Groups that it has not left are shown as such."""
        if self._xray:
            for channel in self._channels:
                self._xray.gone(channel)


def keep_groups_apart(consumer: type[AsyncConsumer]) -> None:
    """Put `OwnGroups` in front of the layer that Channels gives to this class."""
    if not isinstance(vars(consumer).get("channel_layer"), property):
        consumer.channel_layer = property(layer_of, _set_layer)
        consumer.__call__ = _ending(consumer.__call__)


def _set_layer(consumer: Any, layer: Any) -> None:
    run = consumer.scope.get("run")
    # Under its usual name, because the line trace hides that one.
    consumer.__dict__["channel_layer"] = OwnGroups(layer, run) if layer and run else layer


def _ending(call: Any) -> Any:
    """A consumer's `__call__` that calls `OwnGroups.ended` when it is over."""

    async def called(consumer: Any, scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        try:
            await call(consumer, scope, receive, send)
        finally:
            if isinstance(consumer.channel_layer, OwnGroups):
                consumer.channel_layer.ended()

    return called
