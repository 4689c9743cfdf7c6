"""The wire between the serving process and a worker: length-prefixed JSON, in both directions. Pure.

To the worker: {"open": socket, "scope": …, …} · {"ping": n} · {"socket": s, "event": …} ·
{"socket": s, "answers": id, "error": …}. From it: {"pong": n} · {"point": …} ·
{"socket": s, "receive": true} · {"socket": s, "send": event, "id": n} · {"socket": s, "end": error or null}.
"""

import base64
import builtins
import json
import struct
from collections.abc import Iterator
from typing import Any

_LENGTH = struct.Struct("!I")
MOST_BYTES = 8 * 1024 * 1024
"""A longer message is not read: no event within the limits of a run comes near."""

Message = dict[str, Any]


class WireError(Exception):
    """The other side does not speak this protocol."""


def packed(message: Message) -> bytes:
    """`message` as it travels; bytes in it are kept."""
    data = json.dumps(message, default=_as_base64, separators=(",", ":")).encode()
    return _LENGTH.pack(len(data)) + data


class Unpacker:
    """Puts messages together from what arrives in pieces."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are complete with `data`. Raises `WireError`."""
        self._data += data
        while len(self._data) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._data)
            if length > MOST_BYTES:
                raise WireError(f"a message of {length} bytes")
            end = _LENGTH.size + length
            if len(self._data) < end:
                return
            message = json.loads(self._data[_LENGTH.size : end], object_hook=_from_base64)
            del self._data[:end]
            if not isinstance(message, dict):
                raise WireError("not a message")
            yield message


def described(error: BaseException) -> Message:
    """An exception for the wire."""
    return {"type": type(error).__name__, "text": str(error)[:500]}


def rebuilt(description: Message) -> Exception:
    """The exception again: of the same builtin type, else of a type with the same name."""
    name = str(description["type"])
    kind = getattr(builtins, name, None)
    if not (isinstance(kind, type) and issubclass(kind, Exception)) or issubclass(kind, UnicodeError):
        kind = type(name, (Exception,), {})
    error: Exception = kind(description["text"])
    return error


def _as_base64(value: object) -> Message:
    if isinstance(value, (bytes, bytearray)):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} does not travel")


def _from_base64(value: Message) -> Any:
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else value
