"""Waits for what happens in another process, where no event says it."""

import time

from tests.support.servers import PATIENCE


def wait_until(condition, *, alive=None):
    """What `condition` gives, as soon as it gives something.

    Fails after `PATIENCE` seconds, or as soon as the process `alive` has ended.
    """
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert alive is None or alive.poll() is None, "the process has ended"
        assert time.monotonic() < deadline, f"nothing within {PATIENCE} s"
        time.sleep(0.05)
    return found
