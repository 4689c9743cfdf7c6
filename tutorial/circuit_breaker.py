"""A circuit breaker: an engine that has failed is left alone for a while, and nobody waits for it."""

import time
from collections.abc import Callable


class Breaker:
    """Open for `seconds` after a failure. Then one caller tries the engine again; all others go without it.

    It may be used by several threads.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._closed_again_at: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the last call that reached the engine has failed."""
        return self._closed_again_at is not None

    def lets_through(self) -> bool:
        """Whether this caller may call the engine. It then reports how that went: `failed` or `worked`."""
        until, now = self._closed_again_at, self._clock()
        if until is None:
            return True
        if now < until:
            return False
        self._closed_again_at = now + self._seconds  # the others wait for what this caller finds out
        return True

    def failed(self) -> None:
        self._closed_again_at = self._clock() + self._seconds

    def worked(self) -> bool:
        """Note a call that worked. Returns True if the engine was away until now."""
        was_open, self._closed_again_at = self.is_open, None
        return was_open
