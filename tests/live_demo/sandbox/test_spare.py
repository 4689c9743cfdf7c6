"""The worker that is kept ready: used once, made anew, and left out where it has died."""

import asyncio
import socket

from live_demo.sandbox.spare import Spare


async def test_a_spare_is_taken_once_and_only_alive():
    alive, made = set(), []

    async def spawn():
        ours, theirs = socket.socketpair()
        theirs.close()
        made.append(ours)
        alive.add(len(made))
        return len(made), ours

    spare = Spare(spawn, alive.__contains__)
    assert spare.take() is None
    spare.prepare()
    spare.prepare()
    assert spare.take() is None, "it is being made"
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert spare.take() == (1, made[0])
    assert spare.take() is None
    spare.prepare()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    alive.clear()
    assert spare.take() is None
    assert made[1].fileno() == -1, "what was held of a dead one is closed"
    made[0].close()
