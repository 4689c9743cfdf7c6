"""One client of a grading: the server's side of an ASGI socket, with what crossed it.

It holds consumers to what Daphne and Uvicorn hold them to: accept first, no message after a close.

A row is done when the code has done its part: a connect row when connect() has ended and the next event
is asked for, a close or a cut when the consumer has ended. So the next row finds the same state anywhere.
"""

import asyncio
from typing import Any

from lessons.script.language import ScriptRow
from lessons.script.matching import is_wanted, wants_in_words
from live_demo.challenges.origins import Origins
from live_demo.challenges.ping_timeout import MissingError, PingTimeout

NOTHING, ANY_MESSAGE = "nothing", "a message"


class BrokenPromiseError(Exception):
    """The code has done something else than the row asks for. The message says what.

    `expected` and `came` say it in few words. It happened on the connection `connection`, at what the code
    sent there as number `sent`, counted from 1 with the answer to the handshake; 0 where it sent nothing.
    `last` is the point that the connection had come to by then, 0 where it had none.
    """

    def __init__(
        self, words: str, *, expected: str = "", came: str = NOTHING, connection: int = 0, sent: int = 0
    ) -> None:
        super().__init__(words)
        self.expected, self.came = expected, came
        self.connection, self.sent = connection, sent
        self.last = 0


class WireClient:
    """Client `number` of a test. `frames` gets a line for everything that crosses its wire.

    `connection` numbers the connections of a test from 1: a client may connect again.
    """

    def __init__(
        self,
        number: int,
        frames: list[str],
        timeout: PingTimeout,
        connection: int = 1,
        origins: Origins | None = None,
    ) -> None:
        self.number, self.connection = number, connection
        self._who, self._origins = f"client {number}", origins or Origins()
        self._frames = frames
        self._timeout = timeout
        self._asked = self._given = self._sent = self._read = 0
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
            self._sent += 1
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
        """Note that the application has ended. A server then closes an open connection by itself."""
        if self.state == "connecting":
            self._refused(500)
        elif self.state == "open" and raised:
            self._closed(1011)
        if raised:
            self._timeout.raised = f"the code raised an exception for {self._who}"
            self._timeout.raised_on = self.connection
        self._idle.set()
        self._ended.set()

    async def connect(self, row: ScriptRow) -> None:
        self._note("asks to connect")
        self._give({"type": "websocket.connect"})
        await self._until(self._decided, "the handshake was neither accepted nor refused", "an answer")
        wanted = f"refused with {row.refused}" if row.refused else "accepted"
        was = f"refused with {self.status}" if self.status else "accepted"
        if was != wanted:
            what = f"{self._who}{_address(row)} was {was}. It should have been {wanted}"
            raise self._broken(what, wanted, was, sent=1)
        what = f"{self._who} was accepted, but connect() did not end"
        await self._until(self._idle, what, "the end of connect()")

    async def say(self, row: ScriptRow) -> None:
        message = row.message
        if self.state != "open":
            what = f"{self._who} could not send {self._called(message)}. It was closed with {self.code}"
            raise self._broken(what, "an open connection", f"close {self.code}", sent=self._sent)
        self._note(f"sends {_shown(message)}")
        key = "text" if isinstance(message, str) else "bytes"
        self._give({"type": "websocket.receive", "text": None, "bytes": None, key: message})

    async def settle(self) -> None:
        """Wait until the code has handled everything that it was given. Raises `MissingError`."""
        await self._timeout.wait(self._idle.wait())

    async def await_messages(self, row: ScriptRow) -> None:
        for _ in range(row.messages or 1):
            message = await self._next_message(row)
            if not is_wanted(row, message):
                back = " back" if self._is_own(message) else ""
                what = f"{self._who} got {self._called(message)}{back}. It should have got {self._wants(row)}"
                raise self._broken(what, _wanted(row), _shown(message), sent=self._read + 1)

    async def _next_message(self, row: ScriptRow) -> str | bytes:
        should = f"It should have got {self._wants(row)}"
        try:
            message = await self._timeout.wait(self._came.get())
        except MissingError as error:
            raise self._broken(f"{self._who} got nothing: {error}. {should}", _wanted(row)) from None
        if message is None:
            what = f"{self._who} was closed with {self.code}. {should}"
            raise self._broken(what, _wanted(row), f"close {self.code}", sent=self._sent)
        self._read += 1
        return message

    def _wants(self, row: ScriptRow) -> str:
        """Words for what an await row asks for, by its origin."""
        if row.text:
            return self._called(row.text)
        return self._origins.named(_wanted(row), self.number)

    def _called(self, message: str | bytes) -> str:
        """The message by its origin: who sent it, or with the origins of what is in it."""
        if isinstance(message, bytes):
            return _shown(message)
        whole = self._origins.of_message(message, self.number)
        return whole or self._origins.named(_shown(message), self.number)

    def _is_own(self, message: str | bytes) -> bool:
        return isinstance(message, str) and self._origins.of_message(message, self.number).startswith(
            "its own "
        )

    async def await_close(self, code: int) -> None:
        should = f"It should have been closed with {code}"
        await self._until(self._over, f"{self._who} stayed open", f"close {code}", should)
        if self.code != code:
            what = f"{self._who} was closed with {self.code}. {should}"
            raise self._broken(what, f"close {code}", f"close {self.code}", sent=self._sent)
        await self.await_end()

    def leave(self, code: int) -> None:
        """Close the connection as its client; with 1006, cut it off."""
        if self.state == "open":
            self._has_left = True
            self._note("is cut off" if code == 1006 else f"closes with {code}")
            self._end(code)

    async def await_end(self) -> None:
        """Wait until the consumer has been told that its client is gone, and has ended."""
        what = f"{self._who} is gone, and its consumer has not ended"
        await self._until(self._ended, what, "the end of the consumer")

    async def _until(self, event: asyncio.Event, what: str, expected: str, should: str = "") -> None:
        try:
            await self._timeout.wait(event.wait())
        except MissingError as error:
            words = f"{what}: {error}{f'. {should}' if should else ''}"
            raise self._broken(words, expected) from None

    def _broken(self, words: str, expected: str, came: str = NOTHING, *, sent: int = 0) -> BrokenPromiseError:
        """An error of this connection; of the one with the exception, if that kept the code from sending."""
        words = words[:1].upper() + words[1:]
        connection = (not sent and self._timeout.raised_on) or self.connection
        return BrokenPromiseError(words, expected=expected, came=came, connection=connection, sent=sent)

    def _take(self, event: dict[str, Any]) -> None:
        message = event.get("text") if event.get("text") is not None else event.get("bytes")
        if not isinstance(message, str | bytes):
            raise RuntimeError("a message needs text or bytes")
        self._sent += 1
        who = self._origins.of_message(message, self.number) if isinstance(message, str) else ""
        self._note(f"gets {_shown(message)}{f', {who}' if who else ''}")
        self._came.put_nowait(message)

    def _refused(self, status: int) -> None:
        self._sent += 1
        self._note(f"got HTTP {status}")
        self.status = status
        self._decided.set()
        self._end(1006)

    def _closed(self, code: int) -> None:
        self._sent += 1
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
    text = repr(message) if message else "an empty message"
    return text if len(text) <= 200 else f"{text[:200]}…"


def _wanted(row: ScriptRow) -> str:
    return wants_in_words(row) or ANY_MESSAGE


def _address(row: ScriptRow) -> str:
    """The path and the origin of a connect row, in words; empty if it has neither."""
    origin = f", from a page of {row.origin}," if row.origin else ""
    return f" at /{row.path}{origin}" if row.path else origin
