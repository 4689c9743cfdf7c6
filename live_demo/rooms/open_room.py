"""A room of which this process has a socket: its state, and the tasks that keep it up to date."""

import asyncio

from live_demo.rooms.exchange import Exchange
from live_demo.rooms.room_state import RoomState
from live_demo.rooms.roster_refresher import RosterRefresher
from live_demo.rooms.seats import Seat
from live_demo.trace.live_run import LiveRun


class OpenRoom:
    """Starts with its first socket, a lab socket or a watch socket, and has to be stopped after the last.

    `origin` names this process in the exchange with others; without it there are no others.
    """

    def __init__(self, state: RoomState, origin: str | None) -> None:
        self.state = state
        self.refresher = RosterRefresher(state, on_heartbeat=self.send_facts_soon)
        self._exchange = Exchange(state, origin, self.refresher.notice) if origin else None
        self._sockets: set[object] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._has_started = False

    @property
    def is_in_use(self) -> bool:
        return bool(self._sockets)

    async def socket_opened(self, socket: object, seat: Seat, run: LiveRun | None) -> None:
        """Count a socket, for which any object stands. `run` is given if it is a lab socket."""
        self._sockets.add(socket)
        if run:
            self.state.run_opened(run, seat)
            self.refresher.notice()
        if not self._has_started:
            self._has_started = True
            await self._start()

    async def socket_closed(self, socket: object, seat: Seat, run: LiveRun | None) -> None:
        """Count a socket no longer. The last facts reach the other processes before it returns."""
        self._sockets.discard(socket)
        if run:
            self.state.run_closed(run)
            self.refresher.notice()
            if self._exchange:
                await self._exchange.send_notice()
        if self._exchange:
            await self._exchange.send_facts()

    def groups_changed(self) -> None:
        """Take note that this process has seen something in a group of the room."""
        self.state.picture_changed()
        self.send_facts_soon()

    def send_facts_soon(self) -> None:
        if self._exchange:
            self._exchange.send_soon()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _start(self) -> None:
        self._tasks = [asyncio.create_task(self.refresher.run())]
        if self._exchange:
            channel = await self._exchange.join()
            self._tasks += [
                asyncio.create_task(self._exchange.receive(channel)),
                asyncio.create_task(self._exchange.send_changes()),
            ]
