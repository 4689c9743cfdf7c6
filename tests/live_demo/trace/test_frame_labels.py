"""The frames of trace points, told as they went over the wire."""

import pytest

from tests.live_demo.trace.recorders import recorder


def labels(*events):
    recorded = recorder()
    for event in events:
        recorded.event(event)
    return [point.frame.label if point.frame else None for point in recorded.points]


ACCEPT = {"type": "websocket.accept"}


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([{"type": "websocket.close"}], ["403 Forbidden"]),
        (
            [{"type": "websocket.close"}, {"type": "websocket.disconnect", "code": 1006}],
            ["403 Forbidden", None],
        ),
        ([ACCEPT, {"type": "websocket.close", "code": 4001}], ["101 Switching Protocols", "close 4001"]),
        (
            [ACCEPT, {"type": "websocket.disconnect", "code": 1006}],
            ["101 Switching Protocols", "connection lost (1006)"],
        ),
        (
            [ACCEPT, {"type": "websocket.disconnect", "code": None}],
            ["101 Switching Protocols", "close, no code"],
        ),
        (
            [ACCEPT, {"type": "websocket.disconnect", "code": 1005, "reason": ""}],
            ["101 Switching Protocols", "close, no code"],
        ),
        (
            [ACCEPT, {"type": "websocket.disconnect", "code": 1005}],
            ["101 Switching Protocols", "connection lost (1005)"],
        ),
        ([{"type": "websocket.disconnect", "code": 1006}], ["gone before it was accepted"]),
        ([{"type": "websocket.receive", "text": "x" * 70}], ['text "' + "x" * 59 + '…"']),
        ([{"type": "websocket.receive", "bytes": b"abc"}], ["binary, 3 bytes"]),
    ],
)
def test_frames_are_told_as_they_went_over_the_wire(events, told):
    assert labels(*events) == told
