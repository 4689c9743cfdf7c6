"""The queue for places, and points that a learner's code has made up."""

import asyncio

import pytest

from live_demo.sandbox.points import point_of
from live_demo.sandbox.queue import PlaceQueue, owner


async def are_told(told, count):
    while len(told) < count:  # noqa: ASYNC110  nothing else is waited for
        await asyncio.sleep(0)


async def test_who_comes_first_is_served_first_and_everybody_knows_their_place():
    queue, told, order = PlaceQueue(1), [], []
    leave = asyncio.Event()

    async def first():
        async with queue.place(lambda place: None, 10):
            await leave.wait()

    async def waiting(name):
        async with queue.place(lambda place: told.append((name, place)), 10):
            order.append(name)

    tasks = [asyncio.create_task(each) for each in (first(), waiting("b"), waiting("c"))]
    await are_told(told, 2)
    leave.set()
    await asyncio.gather(*tasks)
    assert told == [("b", 1), ("c", 2), ("c", 1)]
    assert order == ["b", "c"]


async def test_who_gives_up_makes_place_for_the_next():
    queue, told = PlaceQueue(1), []
    async with queue.place(lambda place: None, 10):
        with pytest.raises(TimeoutError):
            async with queue.place(lambda place: told.append(place), 0):
                pass
        later = asyncio.create_task(queue.place(told.append, 10).__aenter__())
        await are_told(told, 2)
    await later
    assert told == [1, 1]


POINT = {"number": 1, "at": 5, "layer": "code", "event": "line", "line": 3, "function": "connect"}
MADE_UP = {
    "what only the server notices": {"layer": "server", "event": "server.answers"},
    "a block": {"layer": "server", "event": "worker.blocked", "locals": {"seconds": "3"}},
    "an expectation": {"layer": "learner", "event": "commit"},
    "what was expected": {"expected": {"right": True}},
    "a close without a frame": {"layer": "asgi", "event": "websocket.close"},
    "output with other details": {"layer": "server", "event": "output.printed", "locals": {"x": "y"}},
    "a number for a text": {"attributes": {"a": 5}},
    "a frame of no kind": {"frame": {"to": "server", "kind": "x", "label": "y"}},
    "another time": {"at": 10**15},
    "an unknown key": {"nobody": 1},
    "a line in words": {"line": "<script>"},
}


def test_a_point_of_a_worker_is_taken_with_texts_that_can_be_stored():
    point = point_of({**POINT, "locals": {"x": "\ud800\0"}})
    assert (point.line, point.locals) == (3, {"x": "\ufffd\u2400"})


@pytest.mark.parametrize("what", MADE_UP)
def test_a_point_that_cannot_be_drawn_is_refused(what):
    with pytest.raises((ValueError, TypeError)):
        point_of({**POINT, **MADE_UP[what]})


async def test_one_owner_takes_no_more_than_its_places_and_whoever_holds_fewest_is_next():
    queue, told, order = PlaceQueue(2, of_one=1), [], []
    leave = {name: asyncio.Event() for name in ("a1", "a2", "a3", "b", "c")}

    async def takes(name):
        owner.set(name[0])
        async with queue.place(lambda place: told.append((name, place)), 60):
            order.append(name)
            await leave[name].wait()

    async with asyncio.TaskGroup() as tasks:
        for name in leave:
            tasks.create_task(takes(name))
        await are_told(told, 5)
        assert order == ["a1", "b"]  # the second place is not for the one who has the first
        leave["b"].set()
        await has_taken(order, 3)
        assert order[-1] == "c"  # although two others came before
        for each in leave.values():
            each.set()
    assert order == ["a1", "b", "c", "a2", "a3"]


async def has_taken(order, count):
    while len(order) < count:  # noqa: ASYNC110  nothing else is waited for
        await asyncio.sleep(0)
