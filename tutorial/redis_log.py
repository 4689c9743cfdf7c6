"""Records of the channel layer while Redis is away: one plain line a minute, not a traceback each second."""

import logging
import math
import time

_AGAIN_SECONDS = 60
_LIBRARY = "channels_redis.pubsub"


class RedisAwayInOneLine(logging.Filter):
    """Says what a lost Redis means, in place of the library's traceback. Other errors keep theirs."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at = -math.inf

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.name == _LIBRARY and record.exc_info else None
        if not isinstance(error, OSError) and not _is_lost(error):
            return True
        now = time.monotonic()
        if now - self._said_at < _AGAIN_SECONDS:
            return False
        self._said_at = now
        record.exc_info = record.exc_text = None
        record.msg = "Redis is away, no message gets to another process; tried again every second: %s"
        record.args = (type(error).__name__,)
        return True


def _is_lost(error: BaseException | None) -> bool:
    if error is None:
        return False
    from redis import exceptions  # only where Redis is used

    return isinstance(error, exceptions.ConnectionError | exceptions.TimeoutError)
