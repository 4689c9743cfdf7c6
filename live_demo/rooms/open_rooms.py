"""The rooms that are open in this process, by their codes: where pages and sockets find the state of a room.

The registry of the X-ray sees what this process does in each group. Who has a place in a room stands in the
database: a page that changes it calls `notify`, every process reads the roster again, and dismisses the runs
that have no place any more.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

from live_demo.processes.heartbeat import heartbeat
from live_demo.rooms.exchange import send_to_room
from live_demo.rooms.open_room import OpenRoom
from live_demo.rooms.room_state import FactsByGroup, RoomState
from live_demo.rooms.roster import Roster
from live_demo.rooms.seats import Seat, room_prefix
from live_demo.trace.live_run import LiveRun
from live_demo.xray import Registry, XrayLayer


class OpenRooms:
    """The open rooms of one process. `shared`: there are other processes, beyond the channel layer."""

    def __init__(self, *, shared: bool) -> None:
        self._origin = heartbeat.id.hex if shared else None
        self._rooms: dict[str, OpenRoom] = {}
        self._registry = Registry(on_change=self._on_change)

    @asynccontextmanager
    async def open(self, seat: Seat | None, run: LiveRun | None = None) -> AsyncIterator[None]:
        """Keep a state of the room of `seat` in this process while entered. Without a seat, do nothing.

        `run` is the run on this seat, if the socket is its lab socket.
        """
        if seat is None:
            yield
            return
        room = self._rooms.get(seat.code) or self._add(seat.code)
        socket = object()
        try:
            await room.socket_opened(socket, seat, run)
            yield
        finally:
            await room.socket_closed(socket, seat, run)
            if not room.is_in_use:
                if self._rooms.get(seat.code) is room:
                    del self._rooms[seat.code]
                await room.stop()

    @asynccontextmanager
    async def watch(self, code: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever the picture of an open room has changed."""
        changed = asyncio.Event()
        watchers = self._rooms[code].state.watchers
        watchers.add(changed)
        try:
            yield changed
        finally:
            watchers.discard(changed)

    def notify(self, code: str) -> None:
        """Tell all processes that the roster of the room has changed. Call it from the thread of a page."""
        room = self._rooms.get(code)
        if room:
            room.refresher.notice_from_thread()
        if self._origin:
            async_to_sync(send_to_room)(code, {"type": "room.notice", "origin": ""})

    def roster(self, code: str) -> Roster | None:
        """The roster of an open room, as it was last read."""
        return self._rooms[code].state.roster

    def drawing(self, code: str) -> tuple[str, str]:
        """The picture of an open room, as HTML and as a sentence."""
        return self._rooms[code].state.drawing()

    def _add(self, code: str) -> OpenRoom:
        layer = get_channel_layer()
        if isinstance(layer, XrayLayer) and self._registry not in layer.observers:
            layer.observers.append(self._registry)

        def own_facts() -> FactsByGroup:
            return dict(self._registry.under(room_prefix(code)))

        room = self._rooms[code] = OpenRoom(RoomState(code, own_facts), self._origin)
        return room

    def _on_change(self, group: str) -> None:
        room = self._rooms.get(group.split(".")[1])
        if room:
            room.groups_changed()


open_rooms = OpenRooms(shared=bool(settings.REDIS_URL))
