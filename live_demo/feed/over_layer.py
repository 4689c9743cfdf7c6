"""The feed over a channel layer: lab and watch socket may be in different processes, on different machines.

A run has two groups. Its batches go to `watch.<run>`. What its watchers ask for goes to `lab.<run>`: a
complete batch, or that an expectation of the learner is recorded.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

from channels.layers import get_channel_layer

from live_demo.feed.batch import ENDED, MAX_WAITING, Batch, FeedLostError, Inbox, complete, newer, refusal
from live_demo.feed.layer_monitor import LayerMonitor, round_trip
from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import TracePoint

JOIN_SECONDS = 2
"""How long a lab socket waits at most until other processes can ask for its run."""
AGAIN_SECONDS = 1

logger = logging.getLogger(__name__)


class LayerFeed:
    """A `live_demo.feed.protocol.Feed` over the default channel layer."""

    def __init__(self) -> None:
        self._outboxes: dict[str, asyncio.Queue[Batch]] = {}
        self._monitor = LayerMonitor()

    @asynccontextmanager
    async def open(self, run: LiveRun) -> AsyncIterator[None]:
        layer: Any = get_channel_layer()
        outbox = self._outboxes[run.id] = asyncio.Queue(MAX_WAITING)
        can_be_asked = asyncio.Event()
        tasks = [
            asyncio.create_task(_serve_requests(layer, run, can_be_asked)),
            asyncio.create_task(_send_all(layer, run.id, outbox)),
        ]
        try:
            async with asyncio.timeout(JOIN_SECONDS):
                await can_be_asked.wait()
        except TimeoutError:
            logger.warning("The channel layer is away: run %s goes on, and cannot be followed yet", run.id)
        try:
            yield
        finally:
            del self._outboxes[run.id]
            await _cancel(*tasks)

    def publish(self, run: LiveRun, points: list[TracePoint]) -> None:
        outbox = self._outboxes.get(run.id)
        if outbox is not None:
            with contextlib.suppress(asyncio.QueueFull):  # a watcher sees the gap in the numbers, and asks
                outbox.put_nowait(newer(run, points))

    async def end(self, run_id: str) -> None:
        await _group_send(get_channel_layer(), run_id, ENDED)

    async def refuse(self, run_id: str, why: str) -> None:
        await _group_send(get_channel_layer(), run_id, refusal(why))

    @asynccontextmanager
    async def watch(self, run_id: str, inbox: Inbox) -> AsyncIterator[None]:
        layer: Any = get_channel_layer()
        inbox.channel = await _joined(layer, f"watch.{run_id}")
        task = asyncio.create_task(_receive_all(layer, inbox))
        with self._monitor.watched_by(inbox):
            try:
                yield
            finally:
                await _cancel(task)
                await _leave(layer, f"watch.{run_id}", inbox.channel)

    async def expect(self, run_id: str, kind: str, said: str) -> None:
        await _ask(run_id, {"type": "expect", "kind": kind, "said": said})

    async def resync(self, run_id: str, inbox: Inbox) -> None:
        await _ask(run_id, {"type": "resync", "channel": inbox.channel})


async def _ask(run_id: str, request: dict[str, Any]) -> None:
    """Ask the process of the run for something. Raises `FeedLostError` where the layer does not carry it."""
    layer: Any = get_channel_layer()
    try:
        await layer.group_send(f"lab.{run_id}", request)
    except Exception as error:  # each layer has errors of its own
        raise FeedLostError from error


async def _joined(layer: Any, group: str) -> str:
    """A new channel in this group. Raises `FeedLostError` where the layer does not give one that works."""
    try:
        channel: str = await layer.new_channel()
        await round_trip(layer, channel)  # a subscription to a layer that has stopped raises nothing
        await layer.group_add(group, channel)
    except Exception as error:
        raise FeedLostError from error
    return channel


async def _leave(layer: Any, group: str, channel: str) -> None:
    try:
        await layer.group_discard(group, channel)
    except Exception:  # a layer that fails has no member to lose
        logger.warning("A channel was not taken out of its group", exc_info=True)


async def _joined_in_time(layer: Any, group: str) -> str:
    """A new channel in this group, as soon as the layer gives one."""
    while True:
        try:
            return await _joined(layer, group)
        except FeedLostError:
            await asyncio.sleep(AGAIN_SECONDS)


async def _serve_requests(layer: Any, run: LiveRun, can_be_asked: asyncio.Event) -> None:
    """Do what the watchers of `run` ask for, until cancelled."""
    channel = await _joined_in_time(layer, f"lab.{run.id}")
    can_be_asked.set()
    try:
        while True:
            await _serve(layer, await layer.receive(channel), run)
    finally:
        await _leave(layer, f"lab.{run.id}", channel)


async def _serve(layer: Any, request: dict[str, Any], run: LiveRun) -> None:
    if request["type"] == "expect":
        run.recorder.expect(request["kind"], request["said"])
        return
    try:
        await layer.send(request["channel"], _message(complete(run)))
    except Exception:  # the watcher asks again when it comes back
        logger.warning("A snapshot of run %s was not sent", run.id, exc_info=True)


async def _send_all(layer: Any, run_id: str, outbox: "asyncio.Queue[Batch]") -> None:
    while True:
        await _group_send(layer, run_id, await outbox.get())


async def _group_send(layer: Any, run_id: str, batch: Batch) -> None:
    try:
        await layer.group_send(f"watch.{run_id}", _message(batch))
    except Exception:  # a layer that fails must not end the run, whose record is still stored
        logger.warning("A batch of run %s was not sent", run_id, exc_info=True)


async def _receive_all(layer: Any, inbox: Inbox) -> None:
    while True:
        message = await layer.receive(inbox.channel)
        inbox.put(Batch(**message["batch"]))


async def _cancel(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _message(batch: Batch) -> dict[str, Any]:
    return {"type": "batch", "batch": asdict(batch)}
