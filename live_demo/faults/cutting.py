"""Cut a connection as a vanishing client does: reset the TCP connection, send no close frame.

ASGI has no event for it, so this looks behind the `send` that the server gave: Daphne's is a partial of its
`handle_reply` with the protocol as its argument, Uvicorn's a method of its protocol. Both have a transport.
"""

import functools
from typing import Any

from asgiref.typing import ASGISendCallable


class CanNotCutError(RuntimeError):
    """The server's `send` is none that is known here."""


def cut(send: ASGISendCallable) -> None:
    """Drop the connection behind the server's own `send`, at once. Raises `CanNotCutError`."""
    transport = getattr(_protocol_of(send), "transport", None)
    abort = getattr(transport, "abortConnection", None) or getattr(transport, "abort", None)
    if abort is None:
        raise CanNotCutError(f"there is no connection behind {send!r}")
    abort()


def _protocol_of(send: Any) -> Any:
    if isinstance(send, functools.partial):
        return send.args[0]
    return getattr(send, "__self__", None)
