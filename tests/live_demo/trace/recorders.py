"""Recorders without a server."""

from live_demo.trace.recorder import Recorder
from live_demo.trace.steps import Reach


def recorder():
    clock = iter(range(0, 10**9, 1_000_000))
    return Recorder(
        [Reach(f"websocket.{event}") for event in ("connect", "accept", "receive", "send", "send")],
        clock=lambda: next(clock),
    )
