"""The clock by which the layers of a truth server expire what they hold. Tests set it forward."""

import time

import channels.layers
import channels_redis.core


class Clock:
    """The module `time`, with a `time()` that is ahead by so many seconds."""

    ahead = 0.0

    def time(self):
        return time.time() + self.ahead

    def __getattr__(self, name):
        return getattr(time, name)


clock = Clock()
channels.layers.time = channels_redis.core.time = clock
