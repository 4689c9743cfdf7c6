"""Claims on channel layers: what they hold, for how long, and what a missing one does."""

import asyncio
import datetime
import decimal
import logging
import signal
import uuid

from channels.layers import InMemoryChannelLayer
from channels_redis.core import RedisChannelLayer

from tests.truth.claims import observes
from tests.truth.connections import send
from tests.truth.durations import GROUP_EXPIRY


@observes("20")
def test_the_core_layer_ends_who_hears_nothing(truth):
    """The consumer with the setting opens first, so that it has heard nothing for longer."""
    patient, idle = (truth.open(f"without-groups/{alias}") for alias in ("patient", "core"))
    seen = idle.rest()
    patient.send("hello")
    return [*seen, patient.read()]


@observes("21")
def test_the_core_layer_has_one_queue_for_a_process(truth, truth_layer, caplog):
    """150 messages for three members of a process that stands still: 50 for each channel."""
    groups = [f"burst{number}{truth.name}" for number in range(3)]
    members = [truth.open("member/patient", group=group) for group in groups]
    for member in members:
        member.notes("joined")
        member.go()
    truth.process.send_signal(signal.SIGSTOP)
    try:
        with caplog.at_level(logging.INFO, "channels_redis.core"):
            asyncio.run(burst(truth_layer, groups))
    finally:
        truth.process.send_signal(signal.SIGCONT)
    for group, member in zip(groups, members, strict=True):
        last = None
        while last != "number 1000":
            send(truth.open("sender/patient"), group, 1000, 1000)
            while not member.is_quiet(0.1):
                last = member.read().removeprefix("text ")
    notes = [note for member in members for note in member.notes()]
    arrived = sum(note.startswith("number ") and note != "number 1000" for note in notes)
    return [f"{arrived} of 150", caplog.records[0].levelname, caplog.messages[0].split(" in group")[0]]


async def burst(url, groups):
    layer = RedisChannelLayer([url])
    for number in range(50):
        for group in groups:
            await layer.group_send(group, {"type": "number", "number": number})
    await layer.close_pools()


@observes("22")
def test_a_membership_expires_while_its_socket_stays_open(truth):
    aliases = {"fleeting": "in memory", "fleeting-core": "core", "pubsub": "pub-sub"}
    groups = {alias: f"{alias}{truth.name}".replace("-", "") for alias in aliases}
    old = {alias: truth.open(f"member/{alias}", group=group) for alias, group in groups.items()}
    for member in old.values():
        member.notes("joined")
        member.go()
    truth.later(GROUP_EXPIRY + 1)  # the layer in memory counts whole seconds
    seen = []
    for alias, group in groups.items():
        fresh = truth.open(f"member/{alias}", group=group)
        fresh.notes("joined")
        send(truth.open(f"sender/{alias}"), group, 1, 1)
        fresh.notes("number 1")
        old[alias].send("hello")
        seen.append(f"{aliases[alias]}: {old[alias].read()}")
        fresh.go()
    (default,) = {layer.group_expiry for layer in (InMemoryChannelLayer(), RedisChannelLayer())}
    return [*seen, f"by default after {default} s"]


@observes("23")
def test_the_layers_carry_plain_data(truth_layer):
    values = {
        "datetime": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        "UUID": uuid.UUID(int=0),
        "Decimal": decimal.Decimal(1),
        "plain": [1, 1.5, "text", None, True, {"a": [b"bytes"]}],
    }
    layers = {"in memory": InMemoryChannelLayer(), "core": RedisChannelLayer([truth_layer])}
    return [f"{name}: {asyncio.run(carried(layer, values))}" for name, layer in layers.items()]


async def carried(layer, values):
    seen = []
    for name, value in values.items():
        try:
            await layer.send("a.channel", {"type": "carry", "value": value})
            same = (await layer.receive("a.channel"))["value"] == value
            seen.append(f"{name} {'arrives' if same else 'is changed'}")
        except TypeError:
            seen.append(f"{name} TypeError")
    return ", ".join(seen)


@observes("24")
def test_redis_is_down(truth):
    return [
        f"{case} {alias}: {', '.join(truth.connect(f'{case}/down-{alias}', group='group').rest())}"
        for case in ("without-groups", "member")
        for alias in ("core", "pubsub")
    ]


@observes("25")
def test_a_group_has_a_name_of_certain_letters(truth):
    names = ("a%20room", "room:1", "x" * 100, "x" * 99, "Room-1_a.b")
    return [truth.connect("group-name", query=name).read() for name in names]


@observes("26")
def test_no_layer_is_configured(truth):
    return [
        f"{case}: {truth.connect(f'{case}/missing', group='group').read()}"
        for case in ("without-groups", "member")
    ]
