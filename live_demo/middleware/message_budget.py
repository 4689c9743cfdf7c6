"""Counts the messages of a socket and their sizes. Pure; `limits` and `watch_limits` close the socket."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from live_demo.trace.close_codes import TOO_LARGE, TOO_MANY
from live_demo.trace.frames import utf8_length


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes a message, messages a run, messages a second, and seconds that a run may last.

    In a room the server sends each message to every member, so fewer of them may come in a second.
    """

    message_bytes: int
    messages: int
    messages_per_second: int
    messages_per_second_in_room: int
    seconds: float


class Close(NamedTuple):
    """A close frame that the site is to send: its code, and the reason in words."""

    code: int
    reason: str


class MessageBudget:
    """What one socket has used of its limits. A second is counted from the first message in it.

    `clock` gives seconds and never goes back.
    """

    def __init__(self, limits: Limits, *, in_room: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._max_per_second = limits.messages_per_second_in_room if in_room else limits.messages_per_second
        self._clock = clock
        self._messages = 0
        self._second_began = clock()
        self._messages_in_second = 0

    def spend(self, event: Mapping[str, Any]) -> Close | None:
        """Count a 'websocket.receive' event. Returns None while the limits are kept, else the close."""
        self._count()
        limits = self._limits
        if _size(event) > limits.message_bytes:
            return Close(TOO_LARGE, f"a message may have at most {limits.message_bytes} bytes")
        if self._messages > limits.messages or self._messages_in_second > self._max_per_second:
            return Close(
                TOO_MANY, f"at most {self._max_per_second} messages a second, {limits.messages} a run"
            )
        return None

    def _count(self) -> None:
        self._messages += 1
        now = self._clock()
        if now - self._second_began >= 1:
            self._second_began, self._messages_in_second = now, 0
        self._messages_in_second += 1


def _size(event: Mapping[str, Any]) -> int:
    """The payload in bytes, text as UTF-8."""
    text = event.get("text")
    return utf8_length(text) if text is not None else len(event.get("bytes") or b"")
