"""The channels in each observed group, and their names for the learner."""

import itertools


class Members:
    """Groups and their channels, both ways, and a label for each channel."""

    def __init__(self) -> None:
        self._channels: dict[str, set[str]] = {}
        self._groups: dict[str, set[str]] = {}
        self._labels: dict[str, str] = {}
        self._named: set[str] = set()
        self._counter = itertools.count(1)

    def of(self, group: str) -> set[str]:
        """The channels in `group`."""
        return self._channels.get(group, set())

    def has(self, group: str, channel: str) -> bool:
        return channel in self._channels.get(group, ())

    def groups_of(self, channel: str) -> list[str]:
        return list(self._groups.get(channel, ()))

    def label(self, channel: str) -> str:
        """The label of the channel; empty if it is in no group and has no name."""
        return self._labels.get(channel, "")

    def name(self, channel: str, label: str) -> None:
        """Give the channel a label, which it keeps until its consumer has ended."""
        self._labels[channel] = label
        self._named.add(channel)

    def add(self, group: str, channel: str) -> bool:
        """Add the channel to the group. Returns whether it is new there."""
        if self.has(group, channel):
            return False
        if channel not in self._labels:
            self._labels[channel] = f"consumer {next(self._counter)}"
        self._channels.setdefault(group, set()).add(channel)
        self._groups.setdefault(channel, set()).add(group)
        return True

    def remove(self, group: str, channel: str) -> bool:
        """Remove the channel from the group. Returns whether it is in no group any more."""
        for index, key, value in ((self._channels, group, channel), (self._groups, channel, group)):
            members = index.get(key, set())
            members.discard(value)
            if not members:
                index.pop(key, None)
        return self._forget(channel)

    def end(self, channel: str) -> bool:
        """Forget the channel of a consumer that has ended. Returns whether it was in no group."""
        self._named.discard(channel)
        return self._forget(channel)

    def _forget(self, channel: str) -> bool:
        if channel in self._groups:
            return False
        if channel not in self._named:
            self._labels.pop(channel, None)
        return True
