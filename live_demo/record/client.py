"""One client of a script: its socket, what it sees of it, and the single things that it does."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Origin, Subprotocol

from lessons.script.language import ScriptRow
from lessons.script.matching import is_wanted, wants_in_words
from live_demo.middleware.cut import CUT_AND_RECONNECT_REQUEST, CUT_REQUEST

SECONDS = 10
"""How long a message, a close or a handshake is awaited."""


class ScriptError(Exception):
    """Raised if a row cannot be done, or brings something else. The message says what."""


class Client:
    """A browser as far as a script needs one. Chromium's rules hold: it reads on whatever its script does,
    fails a connection whose server picks none of the subprotocols that it offered, fires no `error` for an
    open connection that is lost, and calls a close clean where a close frame has come and TCP was not reset.

    `report` has the shape of `live_demo.what_ifs.browser_report.BrowserReport`. `is_lost`: the connection is
    over, or was refused, and the script did not ask for it.
    """

    def __init__(self) -> None:
        self.report: dict[str, Any] = {
            "events": [],
            "states": [],
            "code": None,
            "clean": False,
            "answer": "",
            "waited": 0.0,
        }
        self._socket: _Connection | None = None
        self._reading: asyncio.Task[None] | None = None
        self.is_connected = False
        self.is_lost = False
        self._leaves = False
        self._unread: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._asked = 0.0

    async def connect(self, address: str, row: ScriptRow, headers: dict[str, str]) -> None:
        """Open the socket. Raises `ScriptError` if it is refused, unless with the status that `row` wants."""
        self.report["states"].append(0)
        try:
            opened = await self._open(address, row, headers)
        except (InvalidHandshake, OSError, EOFError) as error:
            self._refused()
            status = error.response.status_code if isinstance(error, InvalidStatus) else 0
            self.is_lost = row.refused != status
            if self.is_lost:
                raise ScriptError(f"it could not connect ({_error_text(error)})") from error
            return
        if row.refused:
            await _drop(opened)
            raise ScriptError(f"it should have been refused with {row.refused}, but was accepted")
        if row.subprotocols and not opened.subprotocol:
            await _drop(opened)
            self._refused()
            self.is_lost = True
            raise ScriptError("it could not connect (no subprotocol was picked)")
        self.report["events"].append("open")
        self.report["states"].append(1)
        self._socket, self._unread = opened, asyncio.Queue()
        self.is_connected, self._leaves = True, False
        self._reading = asyncio.create_task(self._read(opened))

    async def send(self, message: str | bytes) -> None:
        """Send the row's message. Raises `ScriptError` if the connection is lost."""
        assert self._socket
        self._asked = time.monotonic()
        try:
            await self._socket.send(message)
        except ConnectionClosed as error:
            raise ScriptError(f"it could not send ({_error_text(error)})") from error

    async def await_messages(self, row: ScriptRow) -> None:
        """Wait for the messages of the row. Raises `ScriptError` if the connection ends or another comes."""
        for _ in range(row.messages or 1):
            try:
                message = await asyncio.wait_for(self._unread.get(), SECONDS)
            except TimeoutError as error:
                raise ScriptError(f"no message came within {SECONDS} seconds") from error
            if message is None:
                raise ScriptError("it was closed before a message came")
            if not is_wanted(row, message):
                raise ScriptError(f"it should have got {wants_in_words(row)}, but got {message!r}")

    async def await_close(self, code: int | None = None) -> None:
        """Wait until the connection is over. Raises `ScriptError` after `SECONDS`, and for another code."""
        assert self._reading
        self._leaves, self.is_lost = True, False
        try:
            await asyncio.wait_for(asyncio.shield(self._reading), SECONDS)
        except TimeoutError as error:
            raise ScriptError(f"the connection did not end within {SECONDS} seconds") from error
        if code and self.report["code"] != code:
            raise ScriptError(
                f"the server should have closed with {code}, but the code was {self.report['code']}"
            )

    async def wait(self, seconds: float) -> None:
        """Wait for so many seconds, or until the connection is over."""
        over = (
            asyncio.shield(self._reading) if self._reading and self.is_connected else asyncio.sleep(seconds)
        )
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over, seconds)

    async def close(self, code: int) -> None:
        assert self._socket
        self._leaves = True
        self.report["states"].append(2)
        await self._socket.close(code)
        await self.await_close()

    async def cut(self) -> None:
        assert self._socket
        self._leaves = True
        self._socket.transport.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        await self.await_close()

    async def ask_for_cut(self, *, comes_back: bool) -> None:
        """Ask the server to reset the connection, as a page does, which cannot cut its own."""
        self._leaves = True
        await self.send(CUT_AND_RECONNECT_REQUEST if comes_back else CUT_REQUEST)
        await self.await_close()

    async def leave(self) -> None:
        """End the connection at once if it is still open."""
        if self._socket and self._reading:
            self._reading.cancel()
            await _drop(self._socket)

    async def _open(self, address: str, row: ScriptRow, headers: dict[str, str]) -> "_Connection":
        more = headers | (row.headers or {})
        opened = await connect(
            address,
            create_connection=_Connection,
            origin=Origin(more.pop("Origin")),
            additional_headers=more,
            subprotocols=[Subprotocol(name) for name in row.subprotocols or []] or None,
            open_timeout=SECONDS,
            proxy=None,
            max_queue=None,
        )
        assert isinstance(opened, _Connection)
        return opened

    async def _read(self, opened: "_Connection") -> None:
        """Read everything that arrives until the connection is over."""
        try:
            while True:
                self._came(await opened.recv())
        except ConnectionClosed:
            await opened.wait_closed()
        self._ended(opened)

    def _came(self, message: str | bytes) -> None:
        self.report["answer"] = str(message)[:200]
        self.report["events"].append("message")
        if self._asked:
            self.report["waited"] = max(self.report["waited"], (time.monotonic() - self._asked) * 1000)
        self._asked = 0.0
        self._unread.put_nowait(message)

    def _ended(self, connection: "_Connection") -> None:
        close = connection.protocol.close_rcvd
        self.report["events"].append("close")
        self.report["states"].append(3)
        clean = close is not None and not connection.was_reset
        self.report |= {"code": close.code if close else 1006, "clean": clean}
        self.is_connected, self.is_lost = False, not self._leaves
        self._unread.put_nowait(None)

    def _refused(self) -> None:
        """Report what a browser reports of a connection that never opened."""
        self.report["events"] += ["error", "close"]
        self.report["states"].append(3)
        self.report |= {"code": 1006, "clean": False}


class _Connection(ClientConnection):
    """A connection that knows whether its TCP was reset. Daphne resets it when it has closed by itself."""

    was_reset = False

    def connection_lost(self, exc: Exception | None) -> None:
        self.was_reset = exc is not None
        super().connection_lost(exc)


async def tick(address: str, headers: Mapping[str, str]) -> None:
    """Send a message every 300 ms, each after the answer to the one before, until the connection is over."""
    more = dict(headers)
    with contextlib.suppress(InvalidHandshake, ConnectionClosed, OSError):
        origin = Origin(more.pop("Origin"))
        async with connect(address, origin=origin, additional_headers=more, proxy=None) as opened:
            while True:
                await opened.send("tick")
                await opened.recv()
                await asyncio.sleep(0.3)


async def _drop(opened: ClientConnection) -> None:
    opened.transport.abort()
    await opened.wait_closed()


def _error_text(error: Exception) -> str:
    return str(error) or type(error).__name__
