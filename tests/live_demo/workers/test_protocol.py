"""What the serving process and a worker send each other, as bytes."""

import pytest

from live_demo.workers.protocol import Unpacker, WireError, packed, rebuilt


def test_what_travels_between_the_processes_arrives_whole_in_any_pieces():
    messages = [{"socket": 0, "event": {"bytes": b"\x00\xff", "text": None}}, {"pong": 1}]
    data = b"".join(map(packed, messages))
    for size in (1, 3, len(data)):
        unpacker = Unpacker()
        pieces = [data[start : start + size] for start in range(0, len(data), size)]
        assert [message for piece in pieces for message in unpacker.feed(piece)] == messages


def test_a_message_without_bounds_is_not_read():
    with pytest.raises(WireError):
        list(Unpacker().feed(b"\xff\xff\xff\xff"))


def test_an_exception_is_raised_again_as_what_it_was():
    assert type(rebuilt({"type": "ValueError", "text": "no"})) is ValueError
    assert type(rebuilt({"type": "ChannelFull", "text": ""})).__name__ == "ChannelFull"
    assert isinstance(rebuilt({"type": "SystemExit", "text": ""}), Exception)
