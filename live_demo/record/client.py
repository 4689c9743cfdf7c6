"""The browser's side of a recorded run: plays the rows of a script over real sockets."""

import socket
from collections.abc import Sequence
from contextlib import ExitStack

from django.conf import settings
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from lessons.script import ScriptRow

SECONDS = 5
"""How long a message, a close or a handshake is awaited."""


class PlayError(Exception):
    """The server did something else than the script says; the message is what."""


def play(address: str, rows: Sequence[ScriptRow]) -> str:
    """Play `rows` against the lab at `address`/<client>/<path>.

    Returns why they could not be played to their end; empty where they could.
    """
    clients: dict[int, ClientConnection] = {}
    with ExitStack() as opened:
        for row in rows:
            try:
                if row.do != "connect":
                    _act(clients[row.client], row)
                elif client := _connect(f"{address}/{row.client}/{row.path or ''}", row):
                    clients[row.client] = opened.enter_context(client)
            except PlayError as error:
                return str(error)
            except (WebSocketException, OSError) as error:  # a timeout is an OSError
                return f"it could not {_words(row)} ({str(error) or type(error).__name__})"
    return ""


def _connect(url: str, row: ScriptRow) -> ClientConnection | None:
    """The open socket; None where the handshake was refused, as it should be."""
    subprotocols = [Subprotocol(name) for name in row.subprotocols or []]
    try:
        client = connect(
            url,
            subprotocols=subprotocols or None,
            additional_headers={"Origin": _own_origin()} | (row.headers or {}),
            open_timeout=SECONDS,
            proxy=None,
        )
    except InvalidStatus as error:
        if row.refused != error.response.status_code:
            raise PlayError(f"it could not connect ({error})") from error
        return None
    if row.refused:
        with client:
            raise PlayError(f"it was to be refused with {row.refused}, and was accepted")
    return client


def _own_origin() -> str:
    """What a browser writes for a page of this site."""
    host = settings.ALLOWED_HOSTS[0].removeprefix(".")
    return f"https://{'localhost' if host == '*' else host}"


def _act(client: ClientConnection, row: ScriptRow) -> None:
    if row.do == "send":
        client.send(row.text or "")
    elif row.do == "send_binary":
        client.send(bytes.fromhex(row.hex or ""))
    elif row.do == "close":
        client.close(row.code or 1000)
    elif row.do == "drop":
        client.socket.shutdown(socket.SHUT_RDWR)
    elif row.code:
        _await_close(client, row.code)
    for _ in range(row.awaits):
        _await_message(client, row)


def _await_message(client: ClientConnection, row: ScriptRow) -> None:
    try:
        client.recv(timeout=SECONDS)
    except (WebSocketException, OSError) as error:
        why = str(error) or type(error).__name__
        raise PlayError(f"it could not get an answer: to {_words(row)} brought none ({why})") from error


def _await_close(client: ClientConnection, code: int) -> None:
    try:
        while True:  # what is still under way comes first
            client.recv(timeout=SECONDS)
    except ConnectionClosed as error:
        if (got := error.rcvd.code if error.rcvd else 1006) != code:
            raise PlayError(f"the server was to close with {code}, and it was {got}") from error


def _words(row: ScriptRow) -> str:
    what = {"send": f"send '{row.text}'", "send_binary": f"send the bytes {row.hex}", "wait": "wait"}
    return what.get(row.do, row.do)
