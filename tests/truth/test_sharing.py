"""Claims on what connections share: a process, its threads, its channel layer, its memory."""

from tests.truth.claims import observes
from tests.truth.connections import overtakes, send
from tests.truth.durations import MESSAGE_EXPIRY


@observes("15")
def test_a_slow_handler_delays_its_own_connection_only(truth):
    slow = truth.open("waiting")
    slow.send("first")
    slow.send("second")
    slow.notes("first begins")
    other = truth.open("noting")
    other.send("hello")
    seen = [f"another connection: {other.read()}"]
    slow.go()
    return [*seen, *slow.notes("second ends")[1:]]


@observes("15b")
def test_a_blocking_call_stalls_the_process(truth):
    return [f"another connection {overtakes(truth.open('blocking'), truth.open('noting'))}"]


@observes("15c")
def test_sync_consumers_share_one_thread(truth):
    return [
        f"{name} {overtakes(truth.open('sync-blocking'), truth.open(case))}"
        for name, case in (
            ("another SyncConsumer", "sync-blocking"),
            ("sync work of an async consumer", "sync-work"),
            ("an async consumer without any", "noting"),
        )
    ]


@observes("18")
def test_a_client_that_does_not_read(truth):
    deaf = truth.open("flooding", receive_buffer=4096)
    deaf.send("flood")
    return [deaf.notes("a send() waits" if truth.name == "uvicorn" else "every")[-1]]


def received_of_250(truth, layer):
    """How many of 250 group messages reach a member that is busy with the first one."""
    member = truth.open(f"member/{layer}", group=f"slow{layer}{truth.name}")
    member.notes("joined")
    sender = truth.open(f"sender/{layer}")
    send(sender, member.group, 1, 1)
    member.notes("number 1")
    send(sender, member.group, 2, 250)
    member.go()
    last = None
    while last != "number 1000":
        send(sender, member.group, 1000, 1000)
        while not member.is_quiet(0.1):
            last = member.read().removeprefix("text ")
    return sum(note.startswith("number ") and note != "number 1000" for note in member.notes())


@observes("17")
def test_a_slow_member_of_the_in_memory_layer_loses_messages(truth):
    return [f"{received_of_250(truth, 'default')} of 250"]


@observes("17b")
def test_a_slow_member_of_a_redis_layer(truth):
    core, pubsub = (received_of_250(truth, layer) for layer in ("core", "pubsub"))
    # 100 wait in the queue of the process, and few have left it already: one or two where the machine is idle
    return [f"core: {'about 100' if 100 < core < 120 else core} of 250", f"pubsub: {pubsub} of 250"]


@observes("17-expiry")
def test_an_expired_message_costs_the_membership(truth):
    member = truth.open("member/brief", group=f"brief{truth.name}")
    member.notes("joined")
    sender = truth.open("sender/brief")
    send(sender, member.group, 1, 1)
    member.notes("number 1")
    send(sender, member.group, 2, 2)
    truth.later(MESSAGE_EXPIRY + 1)
    send(sender, member.group, 3, 3)
    member.go()
    send(sender, member.group, 4, 4)
    member.send("hello")
    seen = []
    while not seen or not seen[-1].startswith("text echo"):
        seen.append(member.read())
    return seen


@observes("17-type")
def test_an_unknown_type_ends_every_member(truth):
    group = f"unknown{truth.name}"
    members = [truth.open("member/default", group=group) for _ in range(2)]
    for member in members:
        member.notes("joined")
    send(truth.open("sender/default"), group, 1, 1, kind="no_such_handler")
    return [each for member in members for each in (*member.rest(), *member.notes("raised")[-1:])]
