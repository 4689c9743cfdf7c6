"""Refuse a socket before it is open."""

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable


async def refuse(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answer the handshake with HTTP 403."""
    await receive()
    await send({"type": "websocket.close", "code": 1000, "reason": None})
