"""A lab consumer's groups are its room's, or its run's alone: its 'lobby' is nobody else's lobby."""

from collections.abc import Mapping
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable
from channels.consumer import AsyncConsumer

from live_demo.live_run import LiveRun
from live_demo.rooms.seats import alone_prefix
from live_demo.xray import XrayLayer


class OwnGroups:
    """The site's channel layer as one run's consumer has it."""

    def __init__(self, layer: Any, run: LiveRun) -> None:
        self._layer = layer
        self._prefix = run.seat.prefix if run.seat else alone_prefix(run.id)
        self._xray = layer if run.seat and isinstance(layer, XrayLayer) else None
        self._label = run.seat.label if run.seat else ""
        self._channels: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._layer, name)

    async def new_channel(self, *prefix: str) -> str:
        channel: str = await self._layer.new_channel(*prefix)
        if self._xray:
            self._channels.append(channel)
            self._xray.name(channel, self._label)
        return channel

    async def group_add(self, group: str, channel: str) -> None:
        await self._layer.group_add(self._prefix + group, channel)

    async def group_discard(self, group: str, channel: str) -> None:
        await self._layer.group_discard(self._prefix + group, channel)

    async def group_send(self, group: str, message: Mapping[str, Any]) -> None:
        if self._xray:
            await self._xray.group_send(self._prefix + group, dict(message), sender=self._label)
        else:
            await self._layer.group_send(self._prefix + group, message)

    def ended(self) -> None:
        """The consumer is no more, whatever it has left behind."""
        if self._xray:
            for channel in self._channels:
                self._xray.gone(channel)


class _InOwnGroups:
    """Mixin, before the consumer class: puts `OwnGroups` in front of the layer that Channels sets."""

    scope: Any

    @property
    def channel_layer(self) -> OwnGroups | None:
        return self.__dict__.get("channel_layer")

    @channel_layer.setter
    def channel_layer(self, layer: Any) -> None:
        # Under its own name, as the line trace hides it there.
        self.__dict__["channel_layer"] = OwnGroups(layer, self.scope["run"]) if layer else None

    async def __call__(self, scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        try:
            await super().__call__(scope, receive, send)  # type: ignore[misc]  # the consumer's
        finally:
            if self.channel_layer:
                self.channel_layer.ended()


def with_own_groups(consumer: type[AsyncConsumer]) -> type[AsyncConsumer]:
    """`consumer` as it is, but for the names that its groups have on the layer."""
    return type(consumer.__name__, (_InOwnGroups, consumer), {"__module__": consumer.__module__})
