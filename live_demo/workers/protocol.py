"""The protocol between the serving process and a worker: JSON with its length in front, both ways. Pure.

To the worker:

    {"open": socket, "scope": …, …}                  open a socket (`live_demo.workers.relay`)
    {"ping": n}
    {"socket": socket, "event": …}                   an ASGI event that the application has asked for
    {"socket": socket, "answers": id, "error": …}    send `id` is done; `error` is that of the server, or null

From the worker:

    {"sandboxed": {…}}                               a sandboxed worker is ready (`live_demo.sandbox.process`)
    {"pong": n}
    {"point": …}                                     a trace point, as `TracePoint.as_json` writes it
    {"socket": socket, "point": …}                   the same, with the socket whose it is
    {"socket": socket, "receive": true}              the application asks for its next event
    {"socket": socket, "send": event, "id": n}       the application sends an ASGI event
    {"socket": socket, "end": error or null}         the application has returned, or raised `error`

An error travels as `described` writes it.
"""

import base64
import builtins
import json
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from live_demo.trace.exception_text import text_of

_LENGTH = struct.Struct("!I")
MAX_BYTES = 8 * 1024 * 1024
"""A longer message is not read, unless a wire has its own limit: no event of a run comes near."""

Message = dict[str, Any]


class SocketNumber(IntEnum):
    """The sockets of one run, as both sides number them."""

    LAB = 0
    """The lab socket, which is traced."""
    NEIGHBOR = 1
    """A plain echo in the same process, which shows whether the process still answers."""
    RECONNECT = 2
    """The browser's second connection after a cut, traced like the lab socket."""


class WireError(Exception):
    """The other side does not speak this protocol. The message says what is wrong."""


def packed(message: Message) -> bytes:
    """`message` as it travels. Values of type bytes are kept."""
    data = json.dumps(message, default=_as_base64, separators=(",", ":")).encode()
    return _LENGTH.pack(len(data)) + data


@dataclass(frozen=True, slots=True)
class WireLimits:
    """How much a worker may write: bytes of one message, and bytes and messages in its life."""

    message_bytes: int = MAX_BYTES
    bytes: float = math.inf
    messages: float = math.inf


class Unpacker:
    """Puts messages together from what arrives in pieces, as far as `limits` go."""

    def __init__(self, limits: WireLimits = WireLimits()) -> None:
        self._limits = limits
        self._data = bytearray()
        self._bytes = self._messages = 0

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are complete with `data`. Raises `WireError`."""
        self._data += data
        self._bytes += len(data)
        if self._bytes > self._limits.bytes:
            raise WireError(f"more than {self._limits.bytes} bytes")
        while len(self._data) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._data)
            if length > self._limits.message_bytes:
                raise WireError(f"a message of {length} bytes")
            end = _LENGTH.size + length
            if len(self._data) < end:
                return
            message = _parsed(self._data[_LENGTH.size : end])
            del self._data[:end]
            self._messages += 1
            if self._messages > self._limits.messages:
                raise WireError(f"more than {self._limits.messages} messages")
            yield message


def checked(message: Message) -> Message:
    """`message`, which came from a worker, if it is one of those above. Raises `WireError`."""
    for keys, types in _FROM_WORKER.items():
        if message.keys() == set(keys) and all(isinstance(message[key], types[key]) for key in keys):
            return message
    raise WireError(f"a message with the keys {sorted(message)[:5]}")


_FROM_WORKER: dict[tuple[str, ...], dict[str, Any]] = {
    ("sandboxed",): {"sandboxed": dict},
    ("pong",): {"pong": int},
    ("point",): {"point": dict},
    ("socket", "point"): {"socket": int, "point": dict},
    ("socket", "receive"): {"socket": int, "receive": bool},
    ("socket", "send", "id"): {"socket": int, "send": dict, "id": int},
    ("socket", "end"): {"socket": int, "end": (dict, type(None))},
}


_WITH_MORE = (UnicodeError, ExceptionGroup)
"""Builtin exceptions that cannot be made from a text alone."""


def described(error: BaseException) -> Message:
    """An exception as it travels: {"type": name of its class, "text": at most 500 characters}."""
    return {"type": type(error).__name__, "text": text_of(error, 500)}


def rebuilt(description: Message) -> Exception:
    """The exception that `described` wrote: of the same builtin type, else of a new type with that name."""
    name = str(description.get("type", "Exception"))
    kind = getattr(builtins, name, None)
    if not name.isidentifier():
        name = "Exception"
    if not (isinstance(kind, type) and issubclass(kind, Exception)) or issubclass(kind, _WITH_MORE):
        kind = type(name, (Exception,), {})
    error: Exception = kind(str(description.get("text", "")))
    return error


def _parsed(data: bytearray) -> Message:
    try:
        message = json.loads(data, object_hook=_from_base64)
    except (ValueError, RecursionError) as error:  # bad JSON, UTF-8 or base64
        raise WireError(f"{type(error).__name__}: {error}") from error
    if not isinstance(message, dict):
        raise WireError(f"a message of type {type(message).__name__}")
    return message


def _as_base64(value: object) -> Message:
    if isinstance(value, (bytes, bytearray)):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} cannot be sent")


def _from_base64(value: Message) -> Any:
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else value
