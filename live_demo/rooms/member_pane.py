"""The X-ray pane and the roster on a watch socket: drawn again after each change of the room."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from live_demo.rooms.open_rooms import open_rooms
from live_demo.rooms.roster import Roster
from live_demo.rooms.roster_html import POLL_SOON_TRIGGER, roster_changes, roster_html
from live_demo.rooms.roster_refresher import SPACING_SECONDS
from live_demo.rooms.seats import Seat
from live_demo.rooms.xray_html import caption

logger = logging.getLogger(__name__)
SETTLE_SECONDS = 0.03
"""Within this time a group_send has usually reached its members, so it is drawn and announced once."""

Show = Callable[[str], Awaitable[None]]


class MemberPane:
    """The pane of one member. `show` sends HTML to the page, `is_held_back`: the page does not read."""

    def __init__(self, seat: Seat, show: Show, is_held_back: Callable[[], bool]) -> None:
        self._seat, self._show, self._is_held_back = seat, show, is_held_back
        self._announced = ""
        self._roster: Roster | None = None
        self._is_over = False

    async def draw(self, *, over: bool = False) -> None:
        """Send the picture and the roster as they are now. After a call with `over`, nothing more is sent.

        Otherwise a later change would draw the room as live although the run of this page has ended.
        """
        if self._is_over:
            return
        self._is_over = over
        html, sentence = open_rooms.drawing(self._seat.code)
        roster = open_rooms.roster(self._seat.code) or self._roster
        changes = roster_changes(self._roster, roster) if self._roster and roster else ""
        new = f"{changes} {sentence if sentence != self._announced else ''}".strip()
        self._announced, self._roster = sentence or self._announced, roster
        if roster:
            html += roster_html(
                roster, self._seat.number, self._seat.code, trigger=POLL_SOON_TRIGGER if over else ""
            )
        await self._show(html + caption(over=over, announcement=new))

    async def follow(self, changed: asyncio.Event) -> None:
        """Draw now and after each change, until cancelled or until the page has gone."""
        try:
            await self.draw()
            while True:
                await changed.wait()
                await asyncio.sleep(SETTLE_SECONDS)
                if not self._is_held_back():
                    changed.clear()
                    await self.draw()
                await asyncio.sleep(SPACING_SECONDS)
        except Exception:
            logger.info("The X-ray of room %s is not drawn any more", self._seat.code, exc_info=True)


@asynccontextmanager
async def following(pane: MemberPane, seat: Seat) -> AsyncIterator[None]:
    """Let the pane follow its room while entered."""
    async with open_rooms.open(seat), open_rooms.watch(seat.code) as changed:
        task = asyncio.create_task(pane.follow(changed))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
