"""The memory that large bodies may take in this process, all together."""

from django.conf import settings

SMALL = 64 * 1024
"""Bytes of a body that need no space: a form or an answer is taken even while others fill all of it."""


class FullError(Exception):
    """Raised if large bodies would take more memory than they may."""


class BodyMemory:
    """Counts the bytes that all large bodies hold at once. `BODIES["ALL_BYTES"]` is the most."""

    def __init__(self) -> None:
        self._bytes = 0

    def grow(self, before: int, after: int) -> None:
        """Count a body's growth from `before` to `after` bytes. Raises `FullError`, without counting it."""
        more = max(after - SMALL, 0) - max(before - SMALL, 0)
        if more and self._bytes + more > settings.BODIES["ALL_BYTES"]:
            raise FullError
        self._bytes += more

    def release(self, number: int) -> None:
        """Count `number` bytes of a body no longer."""
        self._bytes -= max(number - SMALL, 0)


body_memory = BodyMemory()
FULL = "Many large files are being sent right now. Try again in a few seconds."
FULL_SECONDS = 5
"""Seconds after which it is worth trying again."""
