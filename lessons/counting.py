"""Counters in the cache, each for a period of time."""

from django.core.cache import cache


def count(key: str, seconds: int) -> int:
    """Count one more under `key`, for `seconds` from the first; returns how many there were."""
    for _ in range(2):
        try:
            return cache.incr(key)
        except ValueError:  # the first one of its period, or Redis has gone or come back
            if cache.add(key, 1, seconds):
                return 1
    cache.set(key, 1, seconds)
    return 1
