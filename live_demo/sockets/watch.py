"""The watch socket: carries what happens on the lab socket of a run to the page, as HTML fragments."""

import asyncio
import json
import logging
from contextlib import AsyncExitStack, ExitStack, suppress
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.template.loader import render_to_string

from lessons.refused import RefusedError
from live_demo.expect.expecting import KINDS, MAX_SAID_LENGTH
from live_demo.feed.batch import Batch, FeedLostError, Inbox
from live_demo.feed.current import feed
from live_demo.middleware.dispatch import DirectDispatch
from live_demo.predict.predicted_view import outcome_html
from live_demo.rooms.member_pane import MemberPane, following
from live_demo.rooms.seats import seat_of
from live_demo.runs.admission import NOT_ALLOWED, WHY, may_run
from live_demo.runs.models import Run
from live_demo.runs.shown import how_it_ended, shown_points, view_of
from live_demo.runs.ticket import run_of_holder
from live_demo.runs.watched import watched
from live_demo.sockets.places import socket_place
from live_demo.trace.close_codes import NO_PLACE
from live_demo.trace.stored import storable
from live_demo.view.ending import failing_line, has_failed
from live_demo.what_if_definitions import WhatIf, what_ifs_of

NOT_YOURS = (
    "This run belongs to another learner, or it is more than an hour old. Connect to start one of your own."
)
LOST = 4012
"""The close code where an engine is away: the page says that the socket is lost, and comes again."""
WINDOW = 400
"""Points that may be sent before the page acknowledges them. Daphne queues without limit for a page that does
not read."""
ASK_AGAIN_SECONDS = 5
"""How long a snapshot may take. Whoever asks while Redis cannot reach the run has to ask again."""

logger = logging.getLogger(__name__)


class GoneError(Exception):
    """Raised when the page has gone."""


class WatchConsumer(DirectDispatch, AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """Sends a snapshot first, then newer points only. After a gap in the numbers it asks for a new snapshot.

    The page acknowledges with {"seen": n} the last point that has arrived; at a slow pace it draws it later.
    It says what its learner expects with {"expect": {"kind": "text", "said": "hello"}}.
    """

    channel_layer_alias = "none: the feed is not a channel layer"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        with ExitStack() as self.place:
            await super().__call__(scope, receive, send)

    async def connect(self) -> None:
        await self.accept()
        run_id = run_of_holder(self.scope)
        if not run_id:
            await self._refuse(NOT_YOURS, NOT_ALLOWED)
            return
        try:
            self.place.enter_context(socket_place(self.scope))
        except RefusedError as error:
            await self._refuse(str(error), NO_PLACE)
            return
        self.run_id = run_id
        self.sent = self.seen = 0
        self.waits_for_snapshot = False
        self.inbox = Inbox()
        self.pane: MemberPane | None = None
        self.open = AsyncExitStack()
        try:
            await self.open.enter_async_context(feed.watch(run_id, self.inbox))
        except FeedLostError:
            await self.close(LOST)
            return
        self.open.enter_context(watched.follow(run_id, self.inbox))
        self.pump = asyncio.create_task(self._pump())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        try:
            message = json.loads(text_data or "")
        except ValueError:
            return
        if not isinstance(message, dict) or not hasattr(self, "pump"):
            return
        try:
            await self._take(message)
        except FeedLostError:
            await self.close(LOST)

    async def _take(self, message: dict[str, Any]) -> None:
        if "expect" in message:
            await self._expect(message["expect"])
        seen = message.get("seen")
        if type(seen) is int and self.seen < seen <= self.sent:
            was_full = self._window_is_full()
            self.seen = seen
            if was_full and not self._window_is_full():
                await self._ask_for_snapshot()

    async def _expect(self, expected: Any) -> None:
        kind, said = (
            (expected.get(name) for name in ("kind", "said")) if isinstance(expected, dict) else ("", "")
        )
        if kind in KINDS and isinstance(said, str) and len(said) <= MAX_SAID_LENGTH:
            await feed.expect(self.run_id, kind, storable(said))

    async def disconnect(self, close_code: int) -> None:
        if hasattr(self, "pump"):
            self.pump.cancel()
            await self.open.aclose()

    async def _pump(self) -> None:
        """Send batch after batch, until the run is over."""
        try:
            run = await self._find_run()
            if run is None or run.ended_at:
                await self._send_ended(run)
                return
            view = await database_sync_to_async(view_of)(run)
            await self._send_html(view.whole([]))
            await self._show_room(run)
            del run, view  # with the lesson's texts: 6 kB that nothing needs while the run goes on
            await self._ask_for_snapshot()
            while await self._sent_and_goes_on(await self._next_batch()):
                pass  # nothing here keeps a batch with its HTML while the next one is awaited
        except GoneError:
            pass  # disconnect() is on its way
        except FeedLostError:
            await self.close(LOST)
        except Exception:
            logger.exception("The watch socket of run %s failed", self.run_id)
            await self.close(LOST)

    async def _sent_and_goes_on(self, batch: Batch) -> bool:
        """Send the batch. Returns whether another may follow."""
        if batch.refused:
            await self._refuse(batch.refused, batch.code)
        elif batch.ended:
            await self._send_ended(await self._find_run())
        else:
            await self._send_batch(batch)
        return not batch.ended

    async def _show_room(self, run: Run) -> None:
        """Send what the groups of the run's room do, if it is in one. These fragments have no numbers."""
        seat = await database_sync_to_async(seat_of)(self.run_id) if run.member_id else None
        if seat:
            self.pane = MemberPane(seat, self._send_html, self._window_is_full)
            await self.open.enter_async_context(following(self.pane, seat))

    async def _ask_for_snapshot(self) -> None:
        self.waits_for_snapshot = True
        await feed.resync(self.run_id, self.inbox)

    async def _next_batch(self) -> Batch:
        """Wait for the next batch. Asks again for a snapshot that is late: a quiet run sends nothing else."""
        while self.waits_for_snapshot:
            try:
                async with asyncio.timeout(ASK_AGAIN_SECONDS):
                    return await self.inbox.get()
            except TimeoutError:
                await self._ask_for_snapshot()
        return await self.inbox.get()

    async def _send_batch(self, batch: Batch) -> None:
        if batch.complete:
            self.waits_for_snapshot = False
        if batch.last <= self.sent or self._window_is_full():
            return  # the page knows it, or gets a snapshot once it has caught up
        if batch.complete or batch.first == self.sent + 1:
            self.sent = batch.last
            await self._send_html(batch.html)
        else:
            await self._ask_for_snapshot()

    async def _send_html(self, html: str) -> None:
        try:
            await self.send(html)
        except Exception as error:  # each server has an error of its own for a client that has gone
            raise GoneError from error

    async def _refuse(self, why: str, code: int) -> None:
        """Say why on the page, and close. It is not the handshake that is refused: htmx would retry for ever,
        and Daphne drops the reason of a close."""
        with suppress(GoneError):
            await self._send_html(render_to_string("live_demo/_refused.html", {"why": why}))
            await self.close(code)

    async def _send_ended(self, run: Run | None) -> None:
        """Send what the page lacks of the stored record, and the link to it."""
        if run is None:
            await self._refuse(WHY, NOT_ALLOWED)
            return
        if self.pane:
            await self.pane.draw(over=True)
        html = await database_sync_to_async(_ended_html)(run, known=self.sent)
        await self._send_html(html)
        await self.close(1000)

    def _window_is_full(self) -> bool:
        return self.sent - self.seen > WINDOW

    @database_sync_to_async
    def _find_run(self) -> Run | None:
        """The run; None where its learner may not have it any more."""
        runs = Run.objects.select_related("lesson__track", "diagnosis", "learner__user")
        run = runs.filter(pk=self.run_id).first()
        return run if run and may_run(run) else None


def _ended_html(run: Run, known: int) -> str:
    points = shown_points(run)
    context: dict[str, Any] = {
        "run": run,
        "summary": how_it_ended(run, points, _letter_of(run)),
        "has_failed": has_failed(points),
        "failing_line": failing_line(points) if run.source else None,
        "what_if": _what_if_after(run),
        "room_is_over": run.member is not None and not run.member.room.is_open,
    }
    behind = bool(points) and points[-1].number > known
    snapshot = view_of(run).whole(points) if behind else ""
    return snapshot + outcome_html(run) + render_to_string("live_demo/_ended.html", context)


def _letter_of(run: Run) -> str:
    """The browser of the run, 'A' or 'B'; '' if its page had only one."""
    if run.first_run_id:
        return "B"
    return "A" if Run.objects.filter(first_run=run).exists() else ""


def _what_if_after(run: Run) -> WhatIf | None:
    """The first what-if of the lab, which is offered after a run of the lab as written."""
    if run.what_if or run.diagnosis_id or run.source:
        return None
    return next(iter(what_ifs_of(run.lesson.lab).values()), None)
