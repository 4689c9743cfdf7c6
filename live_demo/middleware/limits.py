"""ASGI middleware: closes a lab socket that goes beyond its limits, or whose run is dismissed."""

import asyncio

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    Scope,
    WebSocketCloseEvent,
)
from django.conf import settings

from live_demo.middleware.message_budget import Close, Limits, MessageBudget
from live_demo.trace.close_codes import TOO_LONG
from live_demo.trace.live_run import LiveRun


def site_limits(seconds: float) -> Limits:
    """The limits in this site's settings, for a run that may last `seconds`."""
    values = settings.LIVE_DEMO
    return Limits(
        message_bytes=values["MAX_MESSAGE_BYTES"],
        messages=values["MAX_MESSAGES"],
        messages_per_second=values["MAX_MESSAGES_PER_SECOND"],
        messages_per_second_in_room=values["ROOM_MESSAGES_PER_SECOND"],
        seconds=seconds,
    )


def limited(app: ASGI3Application, limits: Limits) -> ASGI3Application:
    """Hand on to `app` the events that stay within `limits`; close the socket at the first one that does not,
    when its time is up, and when its run is dismissed.

    It stands before the tap. A message that is refused never reaches the consumer, so it is recorded here.
    """

    async def guarded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        run: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        socket = _LimitedSocket(run, limits, receive, send)
        closing = asyncio.create_task(socket.close_in_time())
        try:
            await app(scope, socket.receive, send)
        finally:
            closing.cancel()

    return guarded


class _LimitedSocket:
    """One socket, what it has used of its limits, and whether it was closed for it."""

    def __init__(
        self, run: LiveRun, limits: Limits, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        self._run = run
        self._seconds = limits.seconds
        self._budget = MessageBudget(limits, in_room=run.seat is not None)
        self._receive, self._send = receive, send
        self._is_closed = False

    async def receive(self) -> ASGIReceiveEvent:
        """The next event for the application."""
        while True:
            event = await self._receive()
            if event["type"] != "websocket.receive":
                return event
            if self._is_closed:
                continue  # it was under way when the socket was closed
            excess = self._budget.spend(event)
            if excess is None:
                return event
            self._run.recorder.event(event, reaches=False)
            await self._close(excess)

    async def close_in_time(self) -> None:
        """Wait until the run is dismissed or has lasted its time, and close the socket then."""
        try:
            async with asyncio.timeout(self._seconds):
                close = Close(*await self._run.dismissed)
        except TimeoutError:
            close = Close(TOO_LONG, f"a run may last at most {self._seconds:.0f} s")
        await self._close(close)

    async def _close(self, close: Close) -> None:
        self._is_closed = True
        event = WebSocketCloseEvent(type="websocket.close", code=close.code, reason=close.reason)
        await self._send(event)
        self._run.recorder.event(event)
