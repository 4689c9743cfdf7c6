"""Consumers without the thread hop that Channels makes before every event, and heard by the run's recorder.

`AsyncConsumer.dispatch` closes old database connections in a thread each time: a large part of a lab
socket's cost, and a queue that one slow query of a neighbor fills for everybody. Code that uses the
ORM through `database_sync_to_async` is cleaned up after there, and needs none of it.

What the channel layer hands to a consumer never passes the tap: it is recorded here.
"""

from collections.abc import Mapping
from typing import Any

from channels.consumer import AsyncConsumer, SyncConsumer, get_handler_name

from live_demo.trace.line_trace import recording


class LeanDispatch:
    """Mixin, before the consumer class: hand an event to its handler, and nothing else."""

    async def dispatch(self, message: Mapping[str, Any]) -> None:
        _record(message)
        handler = getattr(self, get_handler_name(message), None)
        if handler is None:
            raise ValueError(f"No handler for message type {message['type']}")
        await handler(message)


class _DispatchInThread:
    """The same for a synchronous consumer, which needs its thread and keeps it."""

    async def dispatch(self, message: Mapping[str, Any]) -> None:
        _record(message)
        await SyncConsumer.__dict__["dispatch"](self, message)


def lean[C: type[AsyncConsumer]](consumer: C) -> C:
    """Give `consumer`, which a lab's own routes may name, the lean dispatch."""
    mixin = _DispatchInThread if issubclass(consumer, SyncConsumer) else LeanDispatch
    consumer.dispatch = mixin.dispatch
    return consumer


def _record(message: Mapping[str, Any]) -> None:
    """A message from the channel layer; what comes over the socket the tap has recorded already."""
    recorder = recording.get()
    if recorder is not None and not message["type"].startswith("websocket."):
        recorder.event(message)
