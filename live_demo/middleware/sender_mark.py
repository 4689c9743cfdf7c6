"""Marks the messages of consumers to their groups, so that a run can tell its own from those of others.

The mark travels inside the message and is removed before a handler gets it.
"""

from collections.abc import Mapping
from typing import Any

from channels.layers import InMemoryChannelLayer

from live_demo.trace.line_trace import recording

_MARK = "__sender__"


def marked(message: Any) -> Any:
    """A copy of `message` that names the run whose consumer sends it; anything but a dict stays as it is."""
    recorder = recording.get()
    return {**message, _MARK: recorder.id} if recorder and isinstance(message, Mapping) else message


def take_mark(message: dict[str, Any]) -> str:
    """The id of the recorder whose run has sent `message`, '' where nobody has marked it. Removes it."""
    return str(message.pop(_MARK, ""))


class MarkingLayer(InMemoryChannelLayer):  # type: ignore[misc]
    """The layer in memory, for processes in which no other wrapper marks what consumers send."""

    async def group_send(self, group: str, message: Any) -> None:
        await super().group_send(group, marked(message))
