"""Seconds that servers and tests of the truth suite share."""

import time

BLOCK = 0.5
MESSAGE_EXPIRY = 0.2
GROUP_EXPIRY = 1


def wait_until_past(moment: float) -> None:
    """Return when `time.time()`, by which the layers of this machine's servers expire, is past `moment`."""
    while time.time() <= moment:
        time.sleep(0.01)
