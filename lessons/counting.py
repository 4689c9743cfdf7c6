"""Counters in the cache, each for a period of time."""

from django.core.cache import cache


def count(key: str, seconds: int) -> int:
    """Count one more under `key`, for `seconds` from the first; returns how many there were."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it is gone since: its period ended, or Redis went or came back between the two calls
        cache.set(key, 1, seconds)
        return 1
