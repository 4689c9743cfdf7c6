"""What the processes have seen of a room, carried between them over the channel layer.

Each process sends everything that it has seen whenever that changes, and at each heartbeat. It is little, and
so nothing has to be counted, repeated or repaired. There are three types of message: `xray.group_facts` is
what the process `origin` has seen, `xray.wish` asks all others for theirs, `room.notice` says that the roster
in the database has changed. A message of a type that a process does not know, such as that of another
version, is left alone: where the content changes, the type gets another name.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from channels.layers import get_channel_layer

from live_demo.rooms.room_state import RoomState
from live_demo.rooms.roster_refresher import SPACING_SECONDS
from live_demo.xray import Facts

AGAIN_SECONDS = 2

logger = logging.getLogger(__name__)


class Exchange:
    """The part of the process `origin` in the exchange on one room. `on_notice`: the roster has changed."""

    def __init__(self, state: RoomState, origin: str, on_notice: Callable[[], None]) -> None:
        self._state = state
        self._origin = origin
        self._on_notice = on_notice
        self._changed = asyncio.Event()

    def send_soon(self) -> None:
        """Schedule a message with everything that this process has seen, unless one is scheduled already."""
        self._changed.set()

    async def join(self) -> str:
        """Become reachable for the other processes, and ask for what they have seen.

        Returns the channel; an empty text where the layer is away, for `receive` to try again.
        """
        try:
            return await self._join()
        except Exception:  # a lost engine must not take the runs with it
            logger.warning("Room %s is not connected to other processes", self._state.code, exc_info=True)
            return ""

    async def _join(self) -> str:
        layer: Any = get_channel_layer()
        channel: str = await layer.new_channel()
        await layer.group_add(_group(self._state.code), channel)
        await send_to_room(self._state.code, {"type": "xray.wish", "origin": self._origin})
        await self.send_facts()
        return channel

    async def receive(self, channel: str) -> None:
        """Take in what the other processes send, until cancelled."""
        layer: Any = get_channel_layer()
        while not channel:
            await asyncio.sleep(AGAIN_SECONDS)
            channel = await self.join()
        try:
            while True:
                message = await layer.receive(channel)
                if message["origin"] != self._origin:
                    self._take(message)
        finally:
            await layer.group_discard(_group(self._state.code), channel)

    async def send_changes(self) -> None:
        """Send what this process has seen after each change, until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self.send_facts()
            await asyncio.sleep(SPACING_SECONDS)

    async def send_facts(self) -> None:
        groups = {group: facts.as_json() for group, facts in self._state.own_facts().items()}
        await send_to_room(
            self._state.code, {"type": "xray.group_facts", "origin": self._origin, "groups": groups}
        )

    async def send_notice(self) -> None:
        await send_to_room(self._state.code, {"type": "room.notice", "origin": self._origin})

    def _take(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "room.notice":
                self._on_notice()
            case "xray.wish":
                self.send_soon()
            case "xray.group_facts":
                facts = {group: Facts.from_json(data) for group, data in message["groups"].items()}
                self._state.facts_received(message["origin"], facts)


async def send_to_room(code: str, message: dict[str, Any]) -> None:
    """Send `message` to every process with a socket of the room. Logs what the layer raises."""
    try:
        layer: Any = get_channel_layer()
        await layer.group_send(_group(code), message)
    except Exception:  # a lost engine must not take the runs with it
        logger.warning("A message about room %s was not sent", code, exc_info=True)


def _group(code: str) -> str:
    return f"xray.{code}"
