"""Play the browser's side of a what-if without a browser: for runs that are recorded, and for tests.

What it reports has the shape of `live_demo.what_ifs.browser_report.Seen`, as the page's script reports it.
"""

import asyncio
import contextlib
import time
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin, Subprotocol

from live_demo.middleware.cut import CUT_AND_RECONNECT_REQUEST, CUT_REQUEST

REPLY_SECONDS = 10


async def play(
    address: str, plan: dict[str, Any], *, origin: str, cookie: str = "", steps: bool = True, again: str = ""
) -> dict[str, Any]:
    """Open the socket at `address`, do what `plan` says, and report what was seen.

    `again` is where a plan that connects again finds the lab.
    """

    async def connected(address: str) -> ClientConnection | None:
        protocols = [Subprotocol(name) for name in plan["protocols"]]
        try:
            socket = await connect(
                address,
                origin=Origin(plan["origin"] or origin),
                additional_headers={"Cookie": cookie} if cookie else {},
                subprotocols=protocols or None,
                proxy=None,
                max_queue=None,  # a browser reads on, whatever its script does
            )
        except (InvalidHandshake, ConnectionError, EOFError):
            return None
        if protocols and not socket.subprotocol:  # Chromium fails such a connection by itself
            socket.transport.abort()
            return None
        return socket

    seen: dict[str, Any] = {
        "events": [],
        "states": [],
        "code": 1006,
        "clean": False,
        "answer": "",
        "waited": 0.0,
    }
    todo = plan["steps"] if steps else []
    while todo is not None:
        socket = await connected(address)
        if socket is None:
            return seen | {"events": [*seen["events"], "error", "close"], "states": [*seen["states"], 0, 3]}
        address = again
        todo = await _play_open(socket, todo, seen)
    return seen


async def _play_open(
    socket: ClientConnection, steps: list[dict[str, Any]], seen: dict[str, Any]
) -> list[dict[str, Any]] | None:
    """Do `steps` until the socket is closed. Returns what is to be done on the next, None without one."""
    seen["events"].append("open")
    left = iter(steps)
    try:
        for step in left:
            await _wait(socket, step.get("wait", 0) / 1000)
            began = time.monotonic()
            await _do(socket, step, comes_back=any(each.get("connect") for each in steps))
            for _ in range(_awaited(step)):
                seen["answer"] = str(await asyncio.wait_for(socket.recv(), REPLY_SECONDS))[:200]
                seen["events"].append("message")
                seen["waited"] = max(seen["waited"], (time.monotonic() - began) * 1000)
            if step.get("close") or step.get("cut"):
                break
        while True:  # what else arrives before the end
            seen["answer"] = str(await asyncio.wait_for(socket.recv(), REPLY_SECONDS))[:200]
            seen["events"].append("message")
    except ConnectionClosed:
        pass
    await socket.wait_closed()
    close = socket.protocol.close_rcvd
    seen["events"] += ["close"] if close else ["error", "close"]
    seen["states"] += [0, 1, 3]
    seen["code"], seen["clean"] = close.code if close else 1006, close is not None
    rest = list(left)
    if not rest or not rest[0].get("connect"):
        return None
    await asyncio.sleep(rest[0].get("wait", 0) / 1000)
    return rest[1:]


async def _wait(socket: ClientConnection, seconds: float) -> None:
    """So long, or until the server has closed: as in a browser, nothing is waited for on a closed socket."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(socket.wait_closed(), seconds)


def _awaited(step: dict[str, Any]) -> int:
    """How many messages are awaited after it."""
    return 0 if step.get("close") or step.get("cut") else int(step.get("awaits", 1))


async def _do(socket: ClientConnection, step: dict[str, Any], *, comes_back: bool) -> None:
    if "close" in step:
        await socket.close(step["close"])
    elif "cut" in step:
        await socket.send(CUT_AND_RECONNECT_REQUEST if comes_back else CUT_REQUEST)
    elif "hex" in step:
        await socket.send(bytes.fromhex(step["hex"]))
    else:
        await socket.send(step["text"] if "text" in step else "x" * step["size"])
