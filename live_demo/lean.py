"""Consumers without the thread hop that Channels makes before every event.

`AsyncConsumer.dispatch` closes old database connections in a thread each time: a large part of a lab
socket's cost, and a queue that one slow query of a neighbor fills for everybody. Code that uses the
ORM through `database_sync_to_async` is cleaned up after there, and needs none of it.
"""

from collections.abc import Mapping
from typing import Any

from channels.consumer import AsyncConsumer, SyncConsumer, get_handler_name


class LeanDispatch:
    """Mixin, before the consumer class: hand an event to its handler, and nothing else."""

    async def dispatch(self, message: Mapping[str, Any]) -> None:
        handler = getattr(self, get_handler_name(message), None)
        if handler is None:
            raise ValueError(f"No handler for message type {message['type']}")
        await handler(message)


def lean(consumer: type[AsyncConsumer]) -> type[AsyncConsumer]:
    """`consumer` as it is, but for its dispatch; a synchronous consumer needs its thread and keeps it."""
    if issubclass(consumer, SyncConsumer):
        return consumer
    return type(consumer.__name__, (LeanDispatch, consumer), {"__module__": consumer.__module__})
