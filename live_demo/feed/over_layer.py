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

from live_demo.feed.batch import ENDED, MAX_WAITING, Batch, Inbox, complete, newer, refusal
from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import TracePoint

logger = logging.getLogger(__name__)


class LayerFeed:
    """A `live_demo.feed.protocol.Feed` over the default channel layer."""

    def __init__(self) -> None:
        self._outboxes: dict[str, asyncio.Queue[Batch]] = {}

    @asynccontextmanager
    async def open(self, run: LiveRun) -> AsyncIterator[None]:
        layer: Any = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(f"lab.{run.id}", channel)
        outbox = self._outboxes[run.id] = asyncio.Queue(MAX_WAITING)
        tasks = [
            asyncio.create_task(_serve_requests(layer, channel, run)),
            asyncio.create_task(_send_all(layer, run.id, outbox)),
        ]
        try:
            yield
        finally:
            del self._outboxes[run.id]
            await _cancel(*tasks)
            await layer.group_discard(f"lab.{run.id}", channel)

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
        inbox.channel = await layer.new_channel()
        await layer.group_add(f"watch.{run_id}", inbox.channel)
        task = asyncio.create_task(_receive_all(layer, inbox))
        try:
            yield
        finally:
            await _cancel(task)
            await layer.group_discard(f"watch.{run_id}", inbox.channel)

    async def expect(self, run_id: str, kind: str, said: str) -> None:
        layer: Any = get_channel_layer()
        await layer.group_send(f"lab.{run_id}", {"type": "expect", "kind": kind, "said": said})

    async def resync(self, run_id: str, inbox: Inbox) -> None:
        layer: Any = get_channel_layer()
        await layer.group_send(f"lab.{run_id}", {"type": "resync", "channel": inbox.channel})


async def _serve_requests(layer: Any, channel: str, run: LiveRun) -> None:
    """Do what the watchers of `run` ask for, until cancelled."""
    while True:
        request = await layer.receive(channel)
        if request["type"] == "expect":
            run.recorder.expect(request["kind"], request["said"])
        else:
            await layer.send(request["channel"], _message(complete(run)))


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
