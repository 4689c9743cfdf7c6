"""Dispatch to a consumer's handlers without the thread hop that Channels makes before every event.

`AsyncConsumer.dispatch` closes old database connections in a thread each time. That is a large part of what
a lab socket costs, and one slow query of a neighbor delays everybody's events (docs/performance.md). Code
that uses the ORM through `database_sync_to_async` cleans up after itself, and does not need it.

A message from the channel layer never passes the tap, so it is recorded here.
"""

from typing import Any

from channels.consumer import AsyncConsumer, SyncConsumer, get_handler_name

from live_demo.middleware.sender_mark import take_mark
from live_demo.trace.line_trace import recording


class DirectDispatch:
    """Mixin, to be named before the consumer class: awaits the handler of an event, and nothing else."""

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Raises `ValueError` where the consumer has no handler for the type of `message`."""
        _record(message)
        handler = getattr(self, get_handler_name(message), None)
        if handler is None:
            raise ValueError(f"No handler for message type {message['type']}")
        await handler(message)


class _DispatchInThread:
    """The same for a synchronous consumer, whose handlers need the thread."""

    async def dispatch(self, message: dict[str, Any]) -> None:
        _record(message)
        await SyncConsumer.__dict__["dispatch"](self, message)


def dispatch_directly[C: type[AsyncConsumer]](consumer: C) -> C:
    """Replace the `dispatch` of `consumer` by one without the hop. Returns `consumer`.

    The class itself is changed, as the routes of a lab may name it.
    """
    mixin = _DispatchInThread if issubclass(consumer, SyncConsumer) else DirectDispatch
    consumer.dispatch = mixin.dispatch
    return consumer


def _record(message: dict[str, Any]) -> None:
    """Note whose message is handled now, and record it where it comes from the channel layer.

    The tap has recorded what came over the socket.
    """
    recorder, sender = recording.get(), take_mark(message)
    if recorder is None:
        return
    is_group_message = not message["type"].startswith("websocket.")
    recorder.sender = "another" if is_group_message and sender != recorder.id else "own"
    if is_group_message:
        recorder.event(message)
