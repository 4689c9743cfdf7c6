"""The boards of this process: what its layer has seen in each room, and what other processes have.

In one process there is only the registry. With more, each tells the others all that it has seen of a room,
whenever that changes and at each beat: it is little, and so nothing has to be counted, repeated or repaired.
Who has a place in the room stands in the database: a page that changes it gives notice, and every board reads
the roll again, and dismisses the runs whose place is no more.
"""

import asyncio
import contextlib
import logging
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

from live_demo.rooms.board import Board
from live_demo.rooms.drawing import drawn, said
from live_demo.rooms.roll import Roll
from live_demo.rooms.seats import Seat, room_prefix
from live_demo.trace.live_run import LiveRun
from live_demo.xray import Facts, Picture, Registry, XrayLayer, picture

SPACING_SECONDS = 0.1
"""What changes faster than an eye sees is shown and told together."""

logger = logging.getLogger(__name__)


class Boards:
    """The boards by the code of their room. `shared`: there are other processes, beyond the channel layer."""

    def __init__(self, *, shared: bool) -> None:
        self._shared = shared
        self._origin = uuid.uuid4().hex
        self._boards: dict[str, Board] = {}
        self._registry = Registry(on_change=self._on_change)

    @asynccontextmanager
    async def open(self, seat: Seat | None, run: LiveRun | None = None) -> AsyncIterator[None]:
        """While open, the room is observed, and its members elsewhere are told; without a seat, nothing.

        `run` is the one on this seat, where it is its lab socket that is open.
        """
        if seat is None:
            yield
            return
        board = self._boards.setdefault(seat.code, Board())
        board.sockets += 1
        if run:
            board.runs[run] = seat
            board.outdated.set()
        try:
            if not board.started:
                board.started = True
                await self._start(seat.code, board)
            yield
        finally:
            board.sockets -= 1
            if run:
                del board.runs[run]
                await self._hang_up(seat, board)
            if self._shared:
                await self._tell(seat.code)  # before the run's end is told
            if not board.sockets:
                self._boards.pop(seat.code, None)
                await _stop(board)

    @asynccontextmanager
    async def watch(self, code: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever the picture of an open room has changed."""
        changed = asyncio.Event()
        watchers = self._boards[code].watchers
        watchers.add(changed)
        try:
            yield changed
        finally:
            watchers.discard(changed)

    def notify(self, code: str) -> None:
        """From the thread of a page: the roll of the room has changed."""
        board = self._boards.get(code)
        if board:
            with contextlib.suppress(RuntimeError):  # its loop has just ended, and its sockets with it
                board.loop.call_soon_threadsafe(board.outdated.set)
        if self._shared:
            async_to_sync(self._send)(code, {"type": "room.notice", "origin": ""})

    def roll(self, code: str) -> Roll | None:
        """The roll of an open room, as it was last read."""
        return self._boards[code].roll

    def drawing(self, code: str) -> tuple[str, str]:
        """The picture of an open room as HTML and in a sentence: made once for all who watch."""
        board = self._boards[code]
        if board.drawing is None:
            pictures = self.pictures(code)
            board.drawing = drawn(pictures), said(pictures)
        return board.drawing

    def pictures(self, code: str) -> dict[str, Picture]:
        """Each group of the room, by the name that its consumers give it."""
        prefix = room_prefix(code)
        groups: dict[str, list[Facts]] = defaultdict(list)
        board = self._boards.get(code)
        for known in [self._own(code), *(board.others.values() if board else ())]:
            for group, facts in known.items():
                groups[group.removeprefix(prefix)].append(facts)
        return {group: picture(parts) for group, parts in sorted(groups.items())}

    def _own(self, code: str) -> dict[str, Facts]:
        return dict(self._registry.under(room_prefix(code)))

    def _on_change(self, group: str) -> None:
        board = self._boards.get(group.split(".")[1])
        if board:
            board.wake()
            board.untold.set()

    async def _start(self, code: str, board: Board) -> None:
        layer = get_channel_layer()
        if isinstance(layer, XrayLayer) and self._registry not in layer.observers:
            layer.observers.append(self._registry)
        board.tasks = [asyncio.create_task(self._keep_roll(code, board))]
        if self._shared:
            channel = await layer.new_channel()
            await layer.group_add(_group(code), channel)
            board.tasks += [
                asyncio.create_task(self._listen(code, board, layer, channel)),
                asyncio.create_task(self._tell_changes(code, board)),
            ]
            await self._send(code, {"type": "xray.wish", "origin": self._origin})
            await self._tell(code)

    async def _listen(self, code: str, board: Board, layer: Any, channel: str) -> None:
        try:
            while True:
                message = await layer.receive(channel)
                if message["origin"] == self._origin:
                    continue
                if message["type"] == "room.notice":
                    board.outdated.set()
                elif message["type"] == "xray.wish":
                    board.untold.set()
                else:
                    facts = {group: Facts.from_json(data) for group, data in message["groups"].items()}
                    board.hear(message["origin"], facts)
        finally:
            await layer.group_discard(_group(code), channel)

    async def _keep_roll(self, code: str, board: Board) -> None:
        """Read the roll now, at each notice and at each beat, and say who is connected to this process."""
        while True:
            board.outdated.clear()
            try:
                await board.read_roll(code)
            except Exception:  # a database that is away for a moment must not take the runs with it
                logger.warning("The roll of room %s was not read", code, exc_info=True)
            board.forget_the_dead()
            board.untold.set()
            await asyncio.sleep(SPACING_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(board.next_look()):
                    await board.outdated.wait()

    async def _hang_up(self, seat: Seat, board: Board) -> None:
        try:
            await board.hang_up(seat)
        except Exception:
            logger.warning("The roll of room %s was not written", seat.code, exc_info=True)
        if self._shared:
            await self._send(seat.code, {"type": "room.notice", "origin": self._origin})

    async def _tell_changes(self, code: str, board: Board) -> None:
        while True:
            await board.untold.wait()
            board.untold.clear()
            await self._tell(code)
            await asyncio.sleep(SPACING_SECONDS)

    async def _tell(self, code: str) -> None:
        groups = {group: facts.as_json() for group, facts in self._own(code).items()}
        await self._send(code, {"type": "xray.facts", "origin": self._origin, "groups": groups})

    async def _send(self, code: str, message: dict[str, Any]) -> None:
        try:
            await get_channel_layer().group_send(_group(code), message)
        except Exception:  # a lost engine must not take the runs with it
            logger.warning("What was seen in room %s did not get out", code, exc_info=True)


async def _stop(board: Board) -> None:
    for task in board.tasks:
        task.cancel()
    await asyncio.gather(*board.tasks, return_exceptions=True)


def _group(code: str) -> str:
    return f"xray.{code}"


boards = Boards(shared=bool(settings.REDIS_URL))
