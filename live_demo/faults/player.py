"""Play the browser's side of a what-if without a browser: for runs that are recorded, and for tests.

What it reports has the shape of `live_demo.faults.seen.Seen`, as the page's script reports it.
"""

import asyncio
import time
from collections.abc import Iterable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin, Subprotocol

from live_demo.faults.sockets import CUT_PLEASE

REPLY_SECONDS = 10


async def play(
    address: str, plan: dict[str, Any], *, origin: str, cookie: str = "", steps: bool = True
) -> dict[str, Any]:
    """Open the socket at `address`, do what `plan` says, and report what was seen."""
    headers = {"Cookie": cookie} if cookie else {}
    protocols = [Subprotocol(name) for name in plan["protocols"]]
    try:
        socket = await connect(
            address,
            origin=Origin(plan["origin"] or origin),
            additional_headers=headers,
            subprotocols=protocols or None,
            proxy=None,
        )
    except (InvalidHandshake, ConnectionError, EOFError):
        return _failed()
    if protocols and not socket.subprotocol:  # Chromium fails such a connection by itself
        socket.transport.abort()
        return _failed()
    return await _play_open(socket, plan["steps"] if steps else [])


def _failed() -> dict[str, Any]:
    return {"events": ["error", "close"], "states": [0, 3], "code": 1006, "clean": False}


async def _play_open(socket: ClientConnection, steps: Iterable[dict[str, Any]]) -> dict[str, Any]:
    events, answers, waited = ["open"], [""], 0.0
    try:
        for step in steps:
            await asyncio.sleep(step.get("wait", 0) / 1000)
            began = time.monotonic()
            if not await _do(socket, step):
                break
            answers.append(str(await asyncio.wait_for(socket.recv(), REPLY_SECONDS)))
            events.append("message")
            waited = max(waited, time.monotonic() - began)
        await asyncio.wait_for(socket.wait_closed(), REPLY_SECONDS)
    except ConnectionClosed:
        pass
    clean = socket.protocol.close_rcvd is not None
    return {
        "events": [*events, "close"] if clean else [*events, "error", "close"],
        "states": [0, 1, 3],
        "code": socket.protocol.close_rcvd.code if socket.protocol.close_rcvd else 1006,
        "clean": clean,
        "answer": answers[-1][:200],
        "waited": waited * 1000,
    }


async def _do(socket: ClientConnection, step: dict[str, Any]) -> bool:
    """Do one step; False where no reply is to follow."""
    if "close" in step:
        await socket.close(step["close"])
        return False
    if "cut" in step:
        await socket.send(CUT_PLEASE)
        return False
    if "hex" in step:
        await socket.send(bytes.fromhex(step["hex"]))
    else:
        await socket.send(step.get("text") or "x" * step["size"])
    return True
