"""ASGI middleware: closes a watch socket whose page sends more than a page has to say."""

import sys

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    Scope,
    WebSocketCloseEvent,
    WebSocketDisconnectEvent,
)
from django.conf import settings

from live_demo.middleware.message_budget import Close, Limits, MessageBudget


def watch_limited(app: ASGI3Application) -> ASGI3Application:
    """Serve `app` with the messages that keep the site's limits of size and rate.

    The first one that does not ends the socket: `app` is told that it is disconnected.
    """

    async def limited(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        budget = MessageBudget(_limits(), in_room=False)

        async def within_budget() -> ASGIReceiveEvent:
            event = await receive()
            excess = budget.spend(event) if event["type"] == "websocket.receive" else None
            return event if excess is None else await _closed(excess, send)

        await app(scope, within_budget, send)

    return limited


def _limits() -> Limits:
    values = settings.LIVE_DEMO
    return Limits(
        message_bytes=values["MAX_MESSAGE_BYTES"],
        messages=sys.maxsize,
        messages_per_second=values["MAX_MESSAGES_PER_SECOND"],
        messages_per_second_in_room=values["MAX_MESSAGES_PER_SECOND"],
        seconds=float("inf"),
    )


async def _closed(close: Close, send: ASGISendCallable) -> WebSocketDisconnectEvent:
    """Close the socket. Returns the event that says so to the application."""
    await send(WebSocketCloseEvent(type="websocket.close", code=close.code, reason=close.reason))
    return WebSocketDisconnectEvent(type="websocket.disconnect", code=close.code, reason=close.reason)
