"""What a worker writes takes a share of the event loop's time, and no more."""

import time

from live_demo.workers.loop_share import BURST_SECONDS, RATE, LoopShare


async def spend(share, seconds):
    share.begin()
    began = time.thread_time()
    while time.thread_time() - began < seconds:
        pass
    await share.pause()


async def test_a_flood_is_not_read_until_its_share_has_come():
    share = LoopShare()
    await spend(share, 2 * BURST_SECONDS)
    assert share.held_back > 0.9 * BURST_SECONDS / RATE
