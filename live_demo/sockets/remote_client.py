"""A second socket of a run whose lab socket is in another process: its events go there, and back.

Behind a round-robin proxy any process may be asked for it. This process asks the others over the channel
layer, and the one that has the run (`live_demo.sockets.remote_server`) serves the socket:

    to the group of the run   {"type": "second.wanted", "kind": …, "channel": ours, "scope": …}
    from that process         {"type": "second.taken", "channel": theirs}
    to that process           {"type": "second.event", "event": …}           an ASGI event
                              {"type": "second.sent", "id": n, "error": …}   send n is done
    from that process         {"type": "second.send", "id": n, "event": …}   its application sends one
                              {"type": "second.cut"}                         cut the connection
                              {"type": "second.told", …}                     what its kind tells
                              {"type": "second.done", "error": …}            its application is over

`kind` is 'neighbor', 'reconnect' or 'second_browser'. An error, or null, travels as in
`live_demo.workers.protocol`.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import MappingProxyType
from typing import Any, cast

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope, WebSocketCloseEvent
from channels.db import database_sync_to_async
from django.conf import settings

from live_demo.middleware.cut import cut
from live_demo.processes.heartbeat import heartbeat
from live_demo.runs.models import Run
from live_demo.sockets.pipe import Message, Pipe, open_pipe, send_to_group
from live_demo.workers.expected_errors import expected
from live_demo.workers.protocol import described, rebuilt

TAKEN_SECONDS = 10
"""How long the process that has the run is waited for."""

logger = logging.getLogger(__name__)


def group_of(run_id: str) -> str:
    """The name of the group of the process that has this run."""
    return f"second.{run_id}"


async def served_remotely(
    run_id: str,
    kind: str,
    scope: Scope,
    receive: ASGIReceiveCallable,
    send: ASGISendCallable,
    *,
    also: Message = MappingProxyType({}),  # type: ignore[assignment]
    on_told: Callable[[Message], None] = lambda message: None,
    seconds: int | None = None,
) -> bool:
    """Have the second socket served by the process of its run. Returns False if no process has taken it.

    `also` is added to the scope there. `on_told` gets what that process tells besides the ASGI events. It
    lasts for `seconds` at most, by default as long as a what-if. Raises what the application raises there.
    """
    if not settings.REDIS_URL or not await database_sync_to_async(_is_elsewhere)(run_id):
        return False
    async with AsyncExitStack() as stack:
        pipe = await _pipe_to_run(stack, run_id, kind, _scope_message(scope) | dict(also))
        if pipe:
            await _serve(pipe, receive, send, on_told, seconds or settings.LIVE_DEMO["WORKER_SECONDS"])
    return pipe is not None


def _is_elsewhere(run_id: str) -> bool:
    """Whether another process has this run open."""
    return Run.objects.open().filter(pk=run_id).exclude(served_by=heartbeat.id).exists()


async def _pipe_to_run(stack: AsyncExitStack, run_id: str, kind: str, scope: Message) -> Pipe | None:
    """A pipe to the process that has taken the socket; None where there is none, or no way to it."""
    try:
        async with asyncio.timeout(TAKEN_SECONDS):
            pipe = await stack.enter_async_context(open_pipe())
            wanted = {
                "type": "second.wanted",
                "kind": kind,
                "channel": pipe.channel,
                "scope": scope,
            }
            await send_to_group(group_of(run_id), wanted)
            pipe.to = (await pipe.get())["channel"]
    except Exception:  # each layer has exceptions of its own for being gone
        logger.warning("No process has taken a second socket of run %s", run_id, exc_info=True)
        return None
    return pipe


async def _serve(
    pipe: Pipe,
    receive: ASGIReceiveCallable,
    send: ASGISendCallable,
    on_told: Callable[[Message], None],
    seconds: int,
) -> None:
    """Carry events both ways while the process of the run is there, and close the socket then.

    Raises what has left the application there.
    """
    error = None
    try:
        async with asyncio.timeout(seconds):
            error = await _carry(pipe, receive, send, on_told)
    except Exception:
        logger.warning("A second socket has lost the process of its run", exc_info=True)
    finally:
        if error is None:
            with contextlib.suppress(Exception):  # it is closed already: each server has its own error for it
                await send(WebSocketCloseEvent(type="websocket.close", code=1000, reason=None))
    if error:
        raise expected(rebuilt(error))


def _scope_message(scope: Scope) -> Message:
    """What the application needs of the scope. No cookie and no ticket is told."""
    known = cast(Any, scope)
    headers = [list(pair) for pair in known["headers"] if pair[0] == b"origin"]
    return {"subprotocols": list(known.get("subprotocols", ())), "headers": headers}


async def _carry(
    pipe: Pipe, receive: ASGIReceiveCallable, send: ASGISendCallable, on_told: Callable[[Message], None]
) -> Message | None:
    """Carry events both ways, until the application has returned; the error that it has raised, if any."""
    carrying = asyncio.create_task(_hand_over(pipe, receive))
    try:
        while (message := await pipe.get())["type"] != "second.done":
            if message["type"] == "second.cut":
                cut(send)
            elif message["type"] == "second.told":
                on_told(message)
            else:
                await _perform(pipe, message, send)
    finally:
        carrying.cancel()
    return message["error"]  # type: ignore[no-any-return]


async def _hand_over(pipe: Pipe, receive: ASGIReceiveCallable) -> None:
    while True:
        event = await receive()
        await pipe.put({"type": "second.event", "event": event})
        if event["type"] == "websocket.disconnect":
            return


async def _perform(pipe: Pipe, message: Message, send: ASGISendCallable) -> None:
    error = None
    try:
        await send(message["event"])
    except Exception as raised:
        error = described(raised)
    await pipe.put({"type": "second.sent", "id": message["id"], "error": error})
