"""A consumer's channel layer that notes which groups the consumer is in."""

from typing import Any

from live_demo.trace.memberships import Memberships


class NotedGroups:
    """The channel layer of one consumer. Joining and leaving is noted in the record of its run."""

    def __init__(self, layer: Any, memberships: Memberships) -> None:
        self._layer = layer
        self._channels: list[str] = []
        self._memberships = memberships

    def __getattr__(self, name: str) -> Any:
        return getattr(self._layer, name)

    def named(self, group: str) -> str:
        """The name by which the layer knows `group` of the consumer's code."""
        return group

    async def new_channel(self, *prefix: str) -> str:
        channel: str = await self._layer.new_channel(*prefix)
        self._channels.append(channel)
        return channel

    async def group_add(self, group: str, channel: str) -> None:
        await self._layer.group_add(self.named(group), channel)
        if channel in self._channels:
            self._memberships.join(group)

    async def group_discard(self, group: str, channel: str) -> None:
        await self._layer.group_discard(self.named(group), channel)
        if channel in self._channels:
            self._memberships.leave(group)


def note_groups(consumer: Any) -> None:
    """Put `NotedGroups` in front of the layer that Channels gives to the class `consumer`."""
    consumer.channel_layer = property(layer_of, _set_layer)


def layer_of(consumer: Any) -> Any:
    return consumer.__dict__.get("channel_layer")


def _set_layer(consumer: Any, layer: Any) -> None:
    run = consumer.scope.get("run")
    # Under its usual name, because the line trace hides that one.
    noted = NotedGroups(layer, run.recorder.memberships) if layer and run else layer
    consumer.__dict__["channel_layer"] = noted
