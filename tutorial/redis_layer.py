"""The channel layer in Redis, whose calls end soon where Redis does not answer."""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, cast

from channels_redis.pubsub import RedisPubSubChannelLayer
from redis.exceptions import RedisError

from tutorial.circuit_breaker import Breaker

AWAY_SECONDS = 2
"""How long Redis is left alone after it has failed."""
ANSWER_SECONDS = 1.0
"""How long a call waits for Redis."""


class LayerAwayError(Exception):
    """Raised if Redis does not answer, or did not a moment ago."""


class BoundedRedisLayer(RedisPubSubChannelLayer):  # type: ignore[misc]  # channels_redis has no types
    """Channels' layer over Redis' publish and subscribe. Every call but `receive` ends within a second.

    It raises `LayerAwayError` while Redis is away. The library itself waits for ever for a Redis that has
    stopped, with a lock held, so that every other call waits behind it.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._breaker = Breaker(AWAY_SECONDS)

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        await self._bounded("send", channel, message)

    async def new_channel(self, prefix: str = "specific.") -> str:
        """A new channel, also while Redis is away: a consumer that has no groups needs only its name."""
        channel = f"{self._get_layer().prefix}{prefix}{uuid.uuid4().hex}"
        with contextlib.suppress(LayerAwayError):
            await self._subscribe(channel)
        return channel

    async def receive(self, channel: str) -> dict[str, Any]:
        """The next message of `channel`. While Redis is away none comes."""
        layer = self._get_layer()
        while channel not in layer.channels:
            try:
                await self._subscribe(channel)
            except LayerAwayError:
                await asyncio.sleep(AWAY_SECONDS)
        return cast(dict[str, Any], await layer.receive(channel))

    async def _subscribe(self, channel: str) -> None:
        try:
            await self._bounded("_subscribe_to_channel", channel)
        except BaseException:
            self._get_layer().channels.pop(channel, None)  # the library would take it for subscribed
            raise

    async def group_add(self, group: str, channel: str) -> None:
        await self._bounded("group_add", group, channel)

    async def group_discard(self, group: str, channel: str) -> None:
        await self._bounded("group_discard", group, channel)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self._bounded("group_send", group, message)

    async def _bounded(self, method: str, *args: Any) -> Any:
        if not self._breaker.lets_through():
            raise LayerAwayError("Redis did not answer a moment ago")
        call = cast(Callable[..., Awaitable[Any]], getattr(self._get_layer(), method))
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                result = await call(*args)
        except (RedisError, OSError) as error:  # a TimeoutError is an OSError
            self._breaker.failed()
            raise LayerAwayError(f"Redis does not answer: {type(error).__name__}") from error
        self._breaker.worked()
        return result
