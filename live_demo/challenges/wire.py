"""One client of a grading: the server's side of an ASGI socket, with what crossed it.

It holds consumers to what Daphne and Uvicorn hold them to: accept first, no message after a close.

A row is done when the code has done its part: a connect row when connect() has ended and the next event
is asked for, a close or a cut when the consumer has ended. So the next row finds the same state anywhere.
"""

import asyncio
from typing import Any

from lessons.script.language import ScriptRow
from lessons.script.matching import is_wanted, wants_in_words
from live_demo.challenges.patience import MissingError, Patience


class BrokenPromiseError(Exception):
    """The code has done something else than the row asks for. The message says what."""


class WireClient:
    """Client `number` of a test. `frames` gets a line for everything that crosses its wire."""

    def __init__(self, number: int, frames: list[str], patience: Patience) -> None:
        self._who = f"client {number}"
        self._frames = frames
        self._patience = patience
        self._asked = self._given = 0
        self._events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._came: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._decided = asyncio.Event()
        self._over = asyncio.Event()
        self._idle = asyncio.Event()
        self._ended = asyncio.Event()
        self._has_left = False
        self.state = "connecting"
        self.code: int | None = None
        self.status = 0

    async def receive(self) -> dict[str, Any]:
        """The next event for the application. It asks for one more when it has handled all that it got."""
        self._asked += 1
        if self._asked > self._given:
            self._idle.set()
        return await self._events.get()

    async def send(self, event: dict[str, Any]) -> None:
        """What the application sends. Raises `RuntimeError` where a server would."""
        kind = event.get("type")
        if self._has_left:
            return  # as Daphne does: the application cannot know it yet
        if kind == "websocket.accept" and self.state == "connecting":
            self.state = "open"
            self._note("got 101")
            self._decided.set()
        elif kind == "websocket.close" and self.state == "connecting":
            self._refused(403)
        elif kind == "websocket.close" and self.state == "open":
            self._closed(int(event.get("code") or 1000))
        elif kind == "websocket.send" and self.state == "open":
            self._take(event)
        else:
            raise RuntimeError(f"{kind} cannot be sent while the socket is {self.state}")

    def ended(self, raised: bool) -> None:
        """The application is over. A server then ends what is open by itself."""
        if self.state == "connecting":
            self._refused(500)
        elif self.state == "open" and raised:
            self._closed(1011)
        if raised:
            self._patience.raised = f"the code raised an exception for {self._who}"
        self._idle.set()
        self._ended.set()

    async def connect(self, row: ScriptRow) -> None:
        self._note("asks to connect")
        self._give({"type": "websocket.connect"})
        await self._until(self._decided, "the handshake was neither accepted nor refused")
        if row.refused and self.status != row.refused:
            was = f"refused with {self.status}" if self.status else "accepted"
            raise BrokenPromiseError(
                f"{self._who} should have been refused with {row.refused}, but was {was}"
            )
        if not row.refused and self.status:
            raise BrokenPromiseError(f"{self._who} should have been accepted, but got HTTP {self.status}")
        await self._until(self._idle, f"{self._who} was accepted, but connect() did not end")

    async def say(self, row: ScriptRow) -> None:
        message = row.message
        if self.state != "open":
            raise BrokenPromiseError(
                f"{self._who} could not send {message!r}: it was closed with {self.code}"
            )
        self._note(f"sends {_shown(message)}")
        key = "text" if isinstance(message, str) else "bytes"
        self._give({"type": "websocket.receive", "text": None, "bytes": None, key: message})

    async def settle(self) -> None:
        """Until the code has handled all that it was given. Raises `MissingError`."""
        await self._patience.wait(self._idle.wait())

    async def await_messages(self, row: ScriptRow) -> None:
        wanted = wants_in_words(row) or "a message"
        for _ in range(row.messages or 1):
            try:
                message = await self._patience.wait(self._came.get())
            except MissingError as error:
                raise BrokenPromiseError(
                    f"{self._who} should have got {wanted}, but nothing came: {error}"
                ) from None
            if message is None:
                raise BrokenPromiseError(
                    f"{self._who} should have got {wanted}, but was closed with {self.code}"
                )
            if not is_wanted(row, message):
                raise BrokenPromiseError(f"{self._who} should have got {wanted}, but got {_shown(message)}")

    async def await_close(self, code: int) -> None:
        await self._until(self._over, f"{self._who} should have been closed with {code}, but stayed open")
        if self.code != code:
            raise BrokenPromiseError(f"{self._who} should have been closed with {code}, not {self.code}")
        await self.await_end()

    def leave(self, code: int) -> None:
        """The client closes, or with 1006 is cut off."""
        if self.state == "open":
            self._has_left = True
            self._note("is cut off" if code == 1006 else f"closes with {code}")
            self._end(code)

    async def await_end(self) -> None:
        """The consumer has been told that its client is gone, and has ended."""
        await self._until(self._ended, f"{self._who} is gone, and its consumer has not ended")

    async def _until(self, event: asyncio.Event, what: str) -> None:
        try:
            await self._patience.wait(event.wait())
        except MissingError as error:
            raise BrokenPromiseError(f"{what}: {error}") from None

    def _take(self, event: dict[str, Any]) -> None:
        message = event.get("text") if event.get("text") is not None else event.get("bytes")
        if not isinstance(message, str | bytes):
            raise RuntimeError("a message needs text or bytes")
        self._note(f"gets {_shown(message)}")
        self._came.put_nowait(message)

    def _refused(self, status: int) -> None:
        self._note(f"got HTTP {status}")
        self.status = status
        self._decided.set()
        self._end(1006)

    def _closed(self, code: int) -> None:
        self._note(f"is closed with {code}")
        self._end(code)

    def _end(self, code: int) -> None:
        self.state, self.code = "closed", code
        self._events.put_nowait({"type": "websocket.disconnect", "code": code})
        self._came.put_nowait(None)
        self._over.set()

    def _give(self, event: dict[str, Any]) -> None:
        self._given += 1
        self._idle.clear()
        self._events.put_nowait(event)

    def _note(self, what: str) -> None:
        if len(self._frames) < 200:
            self._frames.append(f"{self._who} {what}")


def _shown(message: str | bytes) -> str:
    text = repr(message)
    return text if len(text) <= 200 else f"{text[:200]}…"
