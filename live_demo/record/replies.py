"""Finds out what a consumer sends in answer to each message: the awaits of a script that only sends."""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic

from lessons.script.language import ScriptRow
from live_demo.record.client import SECONDS, Client
from live_demo.trace.live_run import LiveRun

LATE_SECONDS = 2
"""How long a reply is awaited that comes after the consumer's turn: through a group, or from a task."""
_MAX_MESSAGES = 500  # that one row can await


def only_sends(rows: Sequence[ScriptRow]) -> bool:
    """Whether a script in full connects client 1, sends messages, and closes: nothing says what it awaits."""
    connect, *sends, close = rows
    return (
        (connect.do, connect.refused, close.do) == ("connect", None, "close")
        and bool(sends)
        and all((row.do, row.client) == ("send", 1) for row in sends)
    )


class CountedRun(LiveRun):
    """A run that counts how often its consumer has asked for the next event."""

    turns = 0

    def end_turn(self) -> None:
        super().end_turn()
        self.turns += 1


class Replies:
    """The messages that the consumer sends to client 1. `run` gives the run once the socket is open."""

    def __init__(self, run: Callable[[], CountedRun | None], has_ended: Callable[[], bool]) -> None:
        self._run, self._has_ended = run, has_ended
        self._events = 0
        self._awaited = 0

    async def await_all(self, client: Client, row: ScriptRow) -> ScriptRow | None:
        """Await what the consumer sends to `row`, which was just done. Returns it as a row; None for nothing.

        The consumer has handled an event as soon as it asks for the next one.
        """
        self._events += 1
        await _until(self._has_handled, SECONDS)
        if row.do == "send":
            await _until(lambda: self._unread() > 0 or self._has_ended(), LATE_SECONDS)
        if not (count := min(self._unread(), _MAX_MESSAGES)):
            return None
        self._awaited += count
        found = ScriptRow(do="await", messages=count if count > 1 else None)
        await client.await_messages(found)
        return found

    def _has_handled(self) -> bool:
        run = self._run()
        return self._has_ended() or (run is not None and run.turns > self._events)

    def _unread(self) -> int:
        """How many messages the consumer has sent that no row awaits yet."""
        run = self._run()
        points = list(run.recorder.points) if run else []
        sent = sum(each.event == "websocket.send" and not each.error for each in points)
        return sent - self._awaited


async def _until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until `condition` holds, for so many seconds at most."""
    until = monotonic() + seconds
    while not condition() and monotonic() < until:  # noqa: ASYNC110  the consumer runs in another thread's loop
        await asyncio.sleep(0.005)
