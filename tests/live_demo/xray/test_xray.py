"""The group X-ray on a layer in memory: members, reach, drops, evictions, and what it never shows."""

import asyncio

import pytest
from channels.exceptions import ChannelFull
from channels.layers import InMemoryChannelLayer, get_channel_layer

from live_demo.xray import Facts, GroupEvent, Registry, XrayLayer, picture

GROUP = "room.one"
HELLO = {"type": "chat.message", "text": "hello"}


class Bench:
    """A layer with an X-ray, and its picture."""

    def __init__(self, **options):
        self.inner = InMemoryChannelLayer(**options)
        self.layer = XrayLayer(self.inner, prefix="room.")
        self.registry = Registry()
        self.seen = []
        self.layer.observers += [self.registry, self.seen.append]

    async def join(self, label="", group=GROUP):
        channel = await self.layer.new_channel()
        if label:
            self.layer.name(channel, label)
        await self.layer.group_add(group, channel)
        return channel

    def picture(self, group=GROUP):
        return picture([facts for _, facts in self.registry.under(group)])

    def fates(self):
        """The fates of each group_send, the first one first."""
        return [fates for _, fates in reversed(self.picture().group_sends)]


@pytest.fixture
def bench():
    return Bench()


async def test_members_have_labels_in_the_order_in_which_they_join(bench):
    await bench.join("A")
    await bench.join()
    await bench.join()
    assert bench.picture().members == ["A", "consumer 1", "consumer 2"]


async def test_no_channel_name_is_ever_told(bench):
    channel = await bench.join()
    await bench.layer.group_send(GROUP, HELLO)
    await bench.layer.receive(channel)
    await bench.layer.group_discard(GROUP, channel)
    assert [each.what for each in bench.seen] == ["joined", "sent", "handed", "reached", "left"]
    assert channel not in repr(bench.seen)
    assert "hello" not in repr(bench.seen)


async def test_a_send_is_handed_to_every_member_and_reaches_those_who_take_it(bench):
    ada, _ = await bench.join("A"), await bench.join("B")
    await bench.layer.group_send(GROUP, HELLO, sender="A")
    assert bench.fates() == [{"A": "handed", "B": "handed"}]
    assert await bench.layer.receive(ada) == HELLO
    assert bench.fates() == [{"A": "reached", "B": "handed"}]
    [(sending, _)] = bench.picture().group_sends
    assert (sending.sender, sending.number, sending.type) == ("A", 1, "chat.message")


async def test_who_leaves_is_handed_nothing_more(bench):
    ada, bob = await bench.join("A"), await bench.join("B")
    await bench.layer.group_discard(GROUP, ada)
    await bench.layer.group_discard(GROUP, ada)
    await bench.layer.group_send(GROUP, HELLO)
    assert bench.fates() == [{"B": "handed"}]
    assert bench.picture().members == ["B"]
    assert bench.picture().memberships["A"].how == "left"
    assert await bench.layer.receive(bob) == HELLO


async def test_of_250_sends_a_slow_member_keeps_100_and_the_rest_are_shown_as_dropped(bench):
    fast, slow = await bench.join("fast"), await bench.join("slow")
    told = []
    bench.layer.observers.append(told.append)
    for _ in range(250):
        await bench.layer.group_send(GROUP, HELLO)
        await bench.layer.receive(fast)
    counts = {
        what: sum(each.what == what and each.member == "slow" for each in told)
        for what in ("handed", "dropped")
    }
    assert counts == {"handed": 100, "dropped": 150}
    assert sum(each.what == "reached" and each.member == "fast" for each in told) == 250
    assert bench.fates()[-1] == {"fast": "reached", "slow": "dropped"}
    for _ in range(100):
        assert await bench.layer.receive(slow) == HELLO
    assert sum(each.what == "reached" and each.member == "slow" for each in told) == 100


async def test_an_expired_message_evicts_its_member_and_both_are_shown():
    bench = Bench(expiry=0)
    await bench.join("A")
    await bench.layer.group_send(GROUP, HELLO)
    while bench.picture().members:
        await asyncio.sleep(0)
        await bench.layer.group_send(GROUP, HELLO)
    assert bench.fates()[0] == {"A": "expired"}
    assert bench.picture().memberships["A"].how == "evicted"


async def test_a_consumer_that_ended_without_leaving_is_gone_but_still_a_member(bench):
    ada = await bench.join("A")
    bench.layer.gone(ada)
    await bench.layer.group_send(GROUP, HELLO)
    assert bench.picture().memberships["A"].how == "gone"
    assert bench.picture().members == ["A"]
    assert bench.fates() == [{"A": "handed"}]


async def test_a_message_of_an_unknown_type_is_shown_as_it_is_and_reaches_unchanged(bench):
    ada = await bench.join("A")
    await bench.layer.group_send(GROUP, {"type": "no.such_handler"})
    assert bench.picture().group_sends[0][0].type == "no.such_handler"
    assert await bench.layer.receive(ada) == {"type": "no.such_handler"}


async def test_groups_outside_of_the_prefix_are_left_alone(bench):
    channel = await bench.join(group="lab.one")
    await bench.layer.group_send("lab.one", HELLO)
    assert bench.inner.channels[channel]._queue[0][1] == HELLO
    assert bench.seen == []


async def test_a_direct_send_and_its_refusal_stay_as_they_are(bench):
    channel = await bench.join()
    for _ in range(100):
        await bench.layer.send(channel, HELLO)
    with pytest.raises(ChannelFull):
        await bench.layer.send(channel, HELLO)
    with pytest.raises((AssertionError, TypeError)):
        await bench.layer.group_send(GROUP, "no dict")
    assert [each.what for each in bench.seen] == ["joined"]


async def test_the_sender_keeps_its_message(bench):
    await bench.join()
    message = dict(HELLO)
    await bench.layer.group_send(GROUP, message)
    assert message == HELLO


async def test_what_is_kept_stays_within_bounds(bench):
    for number in range(60):
        channel = await bench.join(f"member {number}")
        await bench.layer.group_discard(GROUP, channel)
        bench.layer.gone(channel)
    for _ in range(100):
        await bench.layer.group_send(GROUP, HELLO)
    [(_, facts)] = bench.registry.under(GROUP)
    assert (len(facts.memberships), len(facts.group_sends)) == (40, 30)
    assert vars(bench.layer.members)["_labels"] == {}
    for number in range(600):
        await bench.layer.group_send(f"room.{number}", HELLO)
    assert len(list(bench.registry.under(""))) == 500


def test_a_project_names_it_in_its_settings(settings):
    config = {"backend": "channels.layers.InMemoryChannelLayer", "config": {"capacity": 3}, "prefix": "room."}
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "live_demo.xray.XrayLayer", "CONFIG": config}}
    layer = get_channel_layer()
    assert layer.capacity == 3
    assert layer.extensions == ["groups", "flush"]
    assert isinstance(layer.layer, InMemoryChannelLayer)


def test_facts_of_two_processes_make_one_picture():
    one, two = Facts(), Facts()
    one.add(GroupEvent("joined", 1.0, GROUP, member="A"))
    two.add(GroupEvent("joined", 2.0, GROUP, member="B"))
    two.add(GroupEvent("joined", 3.0, GROUP, member="C"))
    two.add(GroupEvent("gone", 4.0, GROUP, member="C"))
    one.add(
        GroupEvent(
            "sent", 5.0, GROUP, sending="x.1", number=1, type="chat.message", sender="A", complete=False
        )
    )
    two.add(GroupEvent("reached", 6.0, GROUP, member="B", sending="x.1"))
    shown = picture([one, Facts.from_json(two.as_json())])
    assert list(shown.memberships) == ["A", "B", "C"]
    assert [fates for _, fates in shown.group_sends] == [{"A": "handed", "B": "reached"}]
