"""What a test reads of a run: its watch socket, and its record."""

import asyncio
import contextlib
import json
import re

from websockets.exceptions import ConnectionClosed

from tests.support.servers import PATIENCE


async def read_until(watch, text):
    """Everything that this watch socket has sent, once `text` is in it; acknowledged every 50 points."""
    watch.html = getattr(watch, "html", "")
    acknowledged = 0
    async with asyncio.timeout(PATIENCE):
        while text not in watch.html:
            message = await watch.recv()
            watch.html += message
            numbers = re.findall(r'id="now"[^>]*data-number="(\d+)"', message)
            if numbers and int(numbers[-1]) - acknowledged >= 50:
                acknowledged = int(numbers[-1])
                with contextlib.suppress(ConnectionClosed):
                    await watch.send(json.dumps({"seen": acknowledged}))
    return watch.html


async def until(condition):
    """What `condition` gives, as soon as it gives something."""
    async with asyncio.timeout(PATIENCE):
        while not (found := condition()):  # noqa: ASYNC110  what happens in other processes sets no event here
            await asyncio.sleep(0.02)
    return found


def record(learner, run_id):
    return learner.get(f"/live/runs/{run_id}.json").json()
