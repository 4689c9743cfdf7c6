"""The cache in Redis, which makes pages fast and never makes them fail."""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry

from tutorial.circuit_breaker import Breaker
from tutorial.json_serializer import JsonSerializer

AWAY_SECONDS = 5
"""How long Redis is left alone after it has failed."""
ANSWER_SECONDS = 0.5
"""How long a page waits for Redis, once in `AWAY_SECONDS`."""
MAX_STORED = 100_000
"""Most entries in the memory of one process. They take a few tens of megabytes."""

logger = logging.getLogger(__name__)

_breakers: dict[str, Breaker] = {}


class LocalCache(LocMemCache):
    """Django's cache in the memory of this process, large enough that no counter of a limit is thrown out.

    Django keeps 300 entries, and throws out a third of them, whichever they are, for the next one.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(location, {**params, "OPTIONS": {"MAX_ENTRIES": MAX_STORED}})


class RedisOrLocalCache(BaseCache):
    """Django's `RedisCache`. While Redis is away, or fails, this process uses a cache in its own memory.

    What is counted is then counted by each process for itself. What Redis had is missing until it is back.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        # A connection that Redis has closed, as at its restart, is opened again once. Nothing is asked twice.
        waiting = {
            "socket_connect_timeout": ANSWER_SECONDS,
            "socket_timeout": ANSWER_SECONDS,
            "retry": Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
        }
        options = {"serializer": JsonSerializer, **waiting, **params.get("OPTIONS", {})}
        self._redis = RedisCache(location, {**params, "OPTIONS": options})
        self._local = LocalCache(f"instead of {location}", {"TIMEOUT": params.get("TIMEOUT", 300)})
        self._breaker = _breakers.setdefault(location, Breaker(AWAY_SECONDS))  # Django makes a cache a thread

    @property
    def is_away(self) -> bool:
        """Whether Redis failed when it was last asked."""
        return self._breaker.is_open

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._call("get", key, default, version=version)

    def set(self, key: Any, value: Any, *args: Any, **named: Any) -> None:
        self._call("set", key, value, *args, **named)

    def add(self, key: Any, value: Any, *args: Any, **named: Any) -> bool:
        return bool(self._call("add", key, value, *args, **named))

    def touch(self, key: Any, *args: Any, **named: Any) -> bool:
        return bool(self._call("touch", key, *args, **named))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._call("delete", key, version=version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = self._call("get_many", list(keys), version=version)
        return found

    def set_many(self, data: Mapping[Any, Any], *args: Any, **named: Any) -> list[Any]:
        return list(self._call("set_many", data, *args, **named))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._call("delete_many", list(keys), version=version)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._call("has_key", key, version=version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._call("incr", key, delta, version=version))

    def clear(self) -> None:
        self._call("clear")

    def _call(self, method: str, *args: Any, **named: Any) -> Any:
        if self._breaker.lets_through():
            try:
                result = getattr(self._redis, method)(*args, **named)
            except RedisError as error:
                if not self._breaker.is_open:
                    logger.warning("Redis is away, this process caches for itself: %s", type(error).__name__)
                self._breaker.failed()
            else:
                self._back()
                return result
        return getattr(self._local, method)(*args, **named)

    def _back(self) -> None:
        if self._breaker.worked():
            logger.warning("Redis is back")
            self._local.clear()
