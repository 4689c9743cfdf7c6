"""The queue of one reader."""

import asyncio

import pytest

from live_demo.one_reader import OneReaderQueue


async def test_items_come_in_their_order_to_a_reader_who_waits_and_to_one_who_comes_later():
    queue = OneReaderQueue[str]()
    waiting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    for item in "abc":
        queue.put(item)
    assert [await waiting, await queue.get(), queue.take()] == ["a", "b", "c"]
    assert len(queue) == 0


async def test_a_wait_that_is_cancelled_loses_nothing():
    queue = OneReaderQueue[str]()
    waiting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    queue.put("a")
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await queue.get() == "a"
