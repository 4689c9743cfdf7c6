"""A lab's consumer in the groups of its room, and in nobody else's; in this process."""

import asyncio

import pytest
from channels.layers import InMemoryChannelLayer, channel_layers
from channels.testing import WebsocketCommunicator

from live_demo.lab import all_labs
from live_demo.middleware.dispatch import dispatch_directly
from live_demo.rooms.own_groups import keep_groups_apart
from live_demo.rooms.seats import Seat
from live_demo.trace.live_run import LiveRun
from live_demo.trace.recorder import Recorder
from live_demo.xray import Registry, XrayLayer, picture


@pytest.fixture
def registry():
    """What the default layer of this test tells."""
    layer, registry = XrayLayer(InMemoryChannelLayer(), prefix="room."), Registry()
    layer.observers.append(registry)
    before = channel_layers.set("default", layer)
    yield registry
    channel_layers.set("default", before)


def open_socket(run_id, seat=None):
    consumer = dispatch_directly(all_labs()["groups"].consumer)
    keep_groups_apart(consumer)
    app = consumer.as_asgi()
    socket = WebsocketCommunicator(app, "/")
    socket.scope["run"] = LiveRun(run_id, Recorder([]), lambda run, points: None, seat=seat)
    if seat:
        socket.scope["url_route"] = {"kwargs": {"room": seat.code}}
    return socket


def seen(registry):
    [(_, facts)] = registry.under("room.")
    return picture([facts])


async def pair():
    sockets = [open_socket(name, Seat("CODE", f"Learner {name}")) for name in "AB"]
    for each in sockets:
        await each.connect()
    return sockets


async def test_two_runs_without_a_room_are_not_in_one_lobby(registry):
    ada, bob = open_socket("one/a"), open_socket("one/b")
    await ada.connect()
    await bob.connect()
    await ada.send_to(text_data="for myself")
    assert await ada.receive_from() == "for myself"
    assert await bob.receive_nothing()
    assert list(registry.under("")) == []
    await asyncio.gather(ada.disconnect(), bob.disconnect())


async def test_a_consumer_that_a_wrong_type_has_killed_is_gone_and_has_never_left(registry):
    ada, bob = await pair()
    layer = channel_layers["default"]
    await layer.group_send("room.CODE.CODE", {"type": "no.such_handler"})
    for each in (ada, bob):
        with pytest.raises(ValueError, match="No handler for message type"):
            await each.receive_output()
    assert [membership.how for membership in seen(registry).memberships.values()] == ["gone", "gone"]
    assert seen(registry).group_sends[0][1] == {"Learner A": "reached", "Learner B": "reached"}
    await layer.group_send("room.CODE.CODE", {"type": "chat.message", "text": "to nobody"})
    assert seen(registry).group_sends[0][1] == {"Learner A": "handed", "Learner B": "handed"}


async def test_a_binary_message_of_one_harms_no_other(registry):
    ada, bob = await pair()
    await ada.send_to(bytes_data=b"\x00")
    assert await bob.receive_from() == ""
    await asyncio.gather(ada.disconnect(), bob.disconnect())
    assert [membership.how for membership in seen(registry).memberships.values()] == ["left", "left"]
